import type { Scope } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import type { Database } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { callersGrant, listText } from './grant.ts';
import { hashOf, newSecret } from './secret.ts';

/** Found by secret scanners. */
const PREFIX = 'bck_';
const MINUTE = 60_000;

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: all. */
  readonly bots: readonly string[] | null;
  readonly expiresAt: number | null;
  readonly createdBy: string;
}

/** Makes a key. It is in the answer and nowhere else: only its hash is kept. */
export async function createKey(db: Database, { name, scopes, bots, expiresAt, createdBy }: NewKey) {
  const { secret: key, hash } = newSecret(PREFIX);
  const row = {
    id: newId(),
    name,
    hash,
    last_four: key.slice(-4),
    scopes: listText(scopes),
    bots: bots && listText(bots),
    created_at: Date.now(),
    created_by: createdBy,
    expires_at: expiresAt,
    revoked_at: null,
    last_used_at: null,
  };
  await db.insertInto('api_keys').values(row).execute();
  return { id: row.id, key, row };
}

/** Whose key it is, while it is good. */
export async function callerOfKey(db: Database, key: string, now: number): Promise<Caller | null> {
  if (!key.startsWith(PREFIX)) return null;
  const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hashOf(key)).executeTakeFirst();
  if (!row || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null;
  // Not at every request: a key that is used much would write as much.
  if (now - (row.last_used_at ?? 0) >= MINUTE) {
    await db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', row.id).execute();
  }
  return { kind: 'key', id: row.id, name: row.name, ...callersGrant(row) };
}
