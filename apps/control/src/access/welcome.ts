import type { Me } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { writeAudit } from '../audit/audit.ts';
import type { Transaction } from '../store/database.ts';
import type { Caller } from './caller.ts';
import type { Proved } from './credentials.ts';
import { callersGrant } from './grant.ts';
import { meOf } from './person.ts';
import { beginSignIn } from './sign-ins.ts';

/** Signs somebody in, and writes down how that came: `action`. Its token is for the cookie. */
export async function welcome(
  trx: Transaction,
  { id, password }: Proved,
  action: string,
): Promise<{ readonly me: Me; readonly token: string }> {
  const now = Date.now();
  // A write of the row, and only with that password: whoever changes it, or removes them, goes before or waits, and then
  // ends this sign-in too.
  const person = await trx
    .updateTable('people')
    .set({ signed_in_at: now })
    .where('id', '=', id)
    .where('password', '=', password)
    .returning(['name', 'scopes', 'bots'])
    .executeTakeFirst();
  if (!person) throw notThem();
  const { id: signInId, token } = await beginSignIn(trx, id, now);
  const caller: Caller = { kind: 'person', id, name: person.name, ...callersGrant(person), signInId };
  await writeAudit(trx, caller, { action, subject: `people/${id}` });
  return { me: meOf(caller), token };
}

/** The same, whether the email is nobody's or the password is wrong. */
export const notThem = () => new Refused('unauthorized', { detail: 'the email and the password do not fit' });
