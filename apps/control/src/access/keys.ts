import { hash, randomBytes } from 'node:crypto';
import { Scope } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { z } from 'zod';
import type { Database } from '../store/database.ts';
import type { Caller } from './caller.ts';

/** Found by secret scanners. */
const PREFIX = 'bck_';

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
  const key = PREFIX + randomBytes(32).toString('base64url');
  const id = newId();
  await db
    .insertInto('api_keys')
    .values({
      id,
      name,
      hash: hashed(key),
      scopes: JSON.stringify(scopes),
      bots: bots && JSON.stringify(bots),
      created_at: Date.now(),
      created_by: createdBy,
      expires_at: expiresAt,
      revoked_at: null,
      last_used_at: null,
    })
    .execute();
  return { id, key };
}

/** Whose key it is, while it is good. */
export async function callerOfKey(db: Database, key: string, now: number): Promise<Caller | null> {
  if (!key.startsWith(PREFIX)) return null;
  // Looked up by its hash: nothing of the key is compared, so nothing of it can be told from the time that takes.
  const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hashed(key)).executeTakeFirst();
  if (!row || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null;
  return {
    kind: 'key',
    id: row.id,
    name: row.name,
    scopes: new Set(z.array(Scope).parse(JSON.parse(row.scopes))),
    bots: row.bots === null ? null : new Set(z.array(z.string()).parse(JSON.parse(row.bots))),
  };
}

const hashed = (key: string): string => hash('sha256', key);
