import type { Service } from '@backchannel/service';
import { SessionModule } from './session.module.ts';

/** Decides whose turn it is. */
export const session: Service = { name: 'session', module: SessionModule };
