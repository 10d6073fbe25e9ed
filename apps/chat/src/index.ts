import type { Service } from '@backchannel/service';
import { ChatModule } from './chat.module.ts';

/** Shows the person their conversation, once and in order. */
export const chat: Service = { name: 'chat', module: ChatModule };
