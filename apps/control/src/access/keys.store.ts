import type { ApiKey } from '@backchannel/contracts/admin';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { pageFrom, readCursor } from '../http/cursor.ts';
import { momentOf, momentOrNull } from '../http/moment.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import type { Caller } from './caller.ts';
import { readGrant, seesGrant } from './grant.ts';

export interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Keys, the newest first, those that the caller may know of. */
export async function listKeys(db: Database, caller: Caller, { cursor, limit }: Page) {
  const [before] = readCursor(z.tuple([z.string()]), cursor) ?? [];
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    // Who sees some bots only is given what is left of all of them: there are never many keys.
    .$if(caller.bots === null, (query) => query.limit(limit + 1))
    .execute();
  const seen = rows.map(asKey).filter((key) => seesGrant(caller, key));
  return pageFrom(seen, limit, ({ keyId }) => [keyId]);
}

export async function readKey(trx: Transaction, keyId: string): Promise<ApiKey | null> {
  const row = await trx.selectFrom('api_keys').selectAll().where('id', '=', keyId).executeTakeFirst();
  return row ? asKey(row) : null;
}

export function asKey(row: Selectable<Tables['api_keys']>): ApiKey {
  const { scopes, bots } = readGrant(row);
  return {
    keyId: row.id,
    name: row.name,
    lastFour: row.last_four,
    scopes: [...(scopes ?? [])],
    bots: bots && [...bots],
    createdAt: momentOf(row.created_at),
    createdBy: row.created_by,
    expiresAt: momentOrNull(row.expires_at),
    revokedAt: momentOrNull(row.revoked_at),
    lastUsedAt: momentOrNull(row.last_used_at),
  };
}
