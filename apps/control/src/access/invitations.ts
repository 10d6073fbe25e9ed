import { Refused } from '@backchannel/service';
import type { Database, Transaction } from '../store/database.ts';
import { hashOf, newSecret } from './secret.ts';

const INVITED_MS = 7 * 24 * 60 * 60_000;

/** Makes the link of somebody who is invited: its token is in the answer and nowhere else. */
export async function invite(trx: Transaction, personId: string, now: number) {
  const { secret: token, hash } = newSecret('bci_');
  const expires_at = now + INVITED_MS;
  await trx.insertInto('invitations').values({ person_id: personId, hash, expires_at }).execute();
  return { token, expiresAt: expires_at };
}

/** Who has that link, while it is good. */
export async function invited(db: Database, token: string, now: number): Promise<string> {
  const row = await db
    .selectFrom('invitations')
    .select('person_id')
    .where('hash', '=', hashOf(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) throw linkEnded();
  return row.person_id;
}

/** Uses the link up; of two who use it at once, one is refused. */
export async function useInvitation(trx: Transaction, token: string): Promise<void> {
  const used = await trx.deleteFrom('invitations').where('hash', '=', hashOf(token)).returning('hash').execute();
  if (used.length === 0) throw linkEnded();
}

/** The same, whether it was never good, has been used or has ended. */
export const linkEnded = () => new Refused('unauthorized', { detail: 'the link is not good, or not any more' });
