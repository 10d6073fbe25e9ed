import { newId } from '@backchannel/contracts/ids';
import type { Database, Transaction } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { callersGrant } from './grant.ts';
import { hashOf, newSecret } from './secret.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A sign-in ends after a working day without a request, and after a week whatever happens. */
export const signInLimits = { idleMs: 12 * HOUR, wholeMs: 7 * 24 * HOUR };

/** Begins a sign-in; what its cookie holds is in the answer and nowhere else. */
export async function beginSignIn(trx: Transaction, personId: string, now: number) {
  const { secret: token, hash } = newSecret('bcs_');
  const id = newId(now);
  await trx
    .deleteFrom('sign_ins')
    .where('created_at', '<', now - signInLimits.wholeMs)
    .execute();
  await trx.insertInto('sign_ins').values({ id, hash, person_id: personId, created_at: now, seen_at: now }).execute();
  return { id, token };
}

/** Who is signed in with what a cookie holds, while that is good. */
export async function callerOfSignIn(db: Database, token: string, now: number): Promise<Caller | null> {
  const row = await db
    .selectFrom('sign_ins')
    .innerJoin('people', 'people.id', 'sign_ins.person_id')
    .select(['sign_ins.id as signInId', 'sign_ins.created_at', 'sign_ins.seen_at'])
    .select(['people.id', 'people.name', 'people.scopes', 'people.bots'])
    .where('sign_ins.hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!row || row.created_at + signInLimits.wholeMs <= now || row.seen_at + signInLimits.idleMs <= now) return null;
  if (now - row.seen_at >= MINUTE) {
    await db.updateTable('sign_ins').set({ seen_at: now }).where('id', '=', row.signInId).execute();
  }
  return { kind: 'person', id: row.id, name: row.name, ...callersGrant(row), signInId: row.signInId };
}

export async function endSignIn(trx: Transaction, signInId: string): Promise<void> {
  await trx.deleteFrom('sign_ins').where('id', '=', signInId).execute();
}

export async function endOtherSignIns(trx: Transaction, personId: string, signInId: string): Promise<void> {
  await trx.deleteFrom('sign_ins').where('person_id', '=', personId).where('id', '<>', signInId).execute();
}
