import { type Asked, CreateKey, ListKeys, RevokeKey } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import { writeAudit } from '../audit/audit.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { momentOf } from '../http/moment.ts';
import { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { requireWithin, seesGrant } from './grant.ts';
import { asKey, listKeys, readKey } from './keys.store.ts';
import { createKey } from './keys.ts';

/** Keys of the API: shown once, never more than who made them. */
@Controller()
export class KeysController {
  constructor(private readonly store: Store) {}

  @Handles(ListKeys)
  list(@Ask() { query }: Asked<typeof ListKeys>, @By() caller: Caller) {
    return listKeys(this.store.db, caller, query);
  }

  @Handles(CreateKey)
  create(@Ask() { body }: Asked<typeof CreateKey>, @By() caller: Caller) {
    requireWithin(caller, body);
    const expiresAt = body.expiresAt === null ? null : Date.parse(body.expiresAt);
    if (expiresAt !== null && expiresAt <= Date.now()) {
      throw new Refused('field_invalid', { pointer: '/expiresAt', detail: '/expiresAt: must be still to come' });
    }
    return this.store.change(async (trx) => {
      const { key, row } = await createKey(trx, { ...body, expiresAt, createdBy: caller.name });
      const made = asKey(row);
      await writeAudit(trx, caller, { action: 'key.created', subject: `keys/${row.id}`, after: made });
      return { ...made, key };
    });
  }

  @Handles(RevokeKey)
  revoke(@Ask() { params: { keyId } }: Asked<typeof RevokeKey>, @By() caller: Caller) {
    return this.store.change(async (trx) => {
      const before = await readKey(trx, keyId);
      if (!before || !seesGrant(caller, before)) throw new Refused('not_found', { detail: 'there is no such key' });
      if (before.revokedAt !== null) return;
      const now = Date.now();
      await trx.updateTable('api_keys').set({ revoked_at: now }).where('id', '=', keyId).execute();
      const after = { ...before, revokedAt: momentOf(now) };
      await writeAudit(trx, caller, { action: 'key.revoked', subject: `keys/${keyId}`, before, after });
    });
  }
}
