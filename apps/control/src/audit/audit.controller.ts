import { type Asked, ListAudit } from '@backchannel/contracts/admin';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { listAudit } from './audit.store.ts';

/** Who changed what. */
@Controller()
export class AuditController {
  constructor(private readonly store: Store) {}

  @Handles(ListAudit)
  list(@Ask() { query }: Asked<typeof ListAudit>, @By() caller: Caller) {
    return listAudit(this.store.db, caller, query);
  }
}
