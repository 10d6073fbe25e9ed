import { limits } from '@backchannel/contracts';
import type { Service } from '@backchannel/service';
import { ControlModule } from './control.module.ts';

/** What teams manage and look up. */
export const control: Service = { name: 'control', module: ControlModule, bodyBytes: limits.adminBytes };
