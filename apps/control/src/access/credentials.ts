import type { Database } from '../store/database.ts';
import { beginTry } from './back-off.store.ts';
import type { Try } from './back-off.ts';
import { isPassword } from './passwords.ts';

/** Somebody, by the password that is kept as that. */
export interface Proved {
  readonly id: string;
  readonly password: string;
}

/** Whose email and password these are. An email that nobody has takes the same work, and counts the same. */
export async function prove(db: Database, { email, ip, password }: Try): Promise<Proved | null> {
  await beginTry(db, { email, ip }, Date.now());
  const person = await db.selectFrom('people').select(['id', 'password']).where('email', '=', email).executeTakeFirst();
  const stored = person?.password ?? null;
  const fits = await isPassword(password, stored);
  return fits && person && stored !== null ? { id: person.id, password: stored } : null;
}
