import { Refused } from '@backchannel/service';
import type { Database, Transaction } from '../store/database.ts';
import { account, address, type Counted, type Try, waitAfter } from './back-off.ts';

/**
 * A try counts as failed until it has gone well: whoever sends many at once gains nothing. Refuses while one of those
 * that are counted is blocked; then nothing is counted.
 */
export async function beginTry(db: Database, { email, ip }: Pick<Try, 'email' | 'ip'>, now: number): Promise<void> {
  const counted = [account(email), address(ip)];
  await db.transaction().execute(async (trx) => {
    for (const one of counted) await count(trx, one, now);
  });
  const forgotten = now - Math.max(...counted.map(({ forgetMs }) => forgetMs));
  await db.deleteFrom('sign_in_failures').where('failed_at', '<', forgotten).execute();
}

async function count(trx: Transaction, one: Counted, now: number): Promise<void> {
  const { subject, forgetMs } = one;
  const row = await trx
    .insertInto('sign_in_failures')
    .values({ subject, failures: 1, failed_at: now, blocked_until: 0 })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((eb) => ({
        failures: eb
          .case()
          .when('sign_in_failures.failed_at', '<', now - forgetMs)
          .then(1)
          .else(eb('sign_in_failures.failures', '+', 1))
          .end(),
        failed_at: now,
      })),
    )
    .returning(['failures', 'blocked_until'])
    .executeTakeFirstOrThrow();
  if (row.blocked_until > now) throw tooMany(Math.ceil((row.blocked_until - now) / 1000));
  const wait = waitAfter(row.failures, one);
  // Without a wait nobody is refused: not even who came a moment earlier and is counted later.
  const blocked_until = wait && now + wait;
  await trx.updateTable('sign_in_failures').set({ blocked_until }).where('subject', '=', subject).execute();
}

const tooMany = (retryAfter: number) =>
  new Refused('rate_limited', { retryAfter, detail: `too many tries have failed: the next in ${retryAfter} s` });

/**
 * The try went well: the account begins anew. The address only loses this one try: else somebody with an account of
 * their own could go on guessing at others.
 */
export async function endTry(trx: Transaction, { email, ip }: Pick<Try, 'email' | 'ip'>): Promise<void> {
  await trx.deleteFrom('sign_in_failures').where('subject', '=', account(email).subject).execute();
  await trx
    .updateTable('sign_in_failures')
    .set((eb) => ({ failures: eb('failures', '-', 1), blocked_until: 0 }))
    .where('subject', '=', address(ip).subject)
    .execute();
}
