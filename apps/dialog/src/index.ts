import type { Service } from '@backchannel/service';
import { DialogModule } from './dialog.module.ts';

/** Answers for the bot. */
export const dialog: Service = { name: 'dialog', module: DialogModule };
