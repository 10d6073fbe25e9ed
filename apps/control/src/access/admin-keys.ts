import { hash, timingSafeEqual } from 'node:crypto';
import { type Scope, scopes } from '@backchannel/contracts/admin';
import type { Caller } from './caller.ts';

/** Whoever holds a key that the environment names (`ADMIN_KEYS`): for infrastructure that is there before any key is made. */
export function callerOfAdminKey(keys: readonly string[] | undefined, key: string): Caller | null {
  const given = hash('sha256', key, 'buffer');
  const fits = (keys ?? []).filter((one) => timingSafeEqual(hash('sha256', one, 'buffer'), given));
  if (fits.length === 0) return null;
  const all = new Set(Object.keys(scopes) as Scope[]);
  return { kind: 'key', id: 'environment', name: 'environment', scopes: all, bots: null };
}
