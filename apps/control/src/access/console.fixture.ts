import { InvitePerson, SetUp } from '@backchannel/contracts/admin';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { SignInCookie } from './cookie.ts';
import { addPerson } from './people.store.ts';
import { welcome } from './welcome.ts';

/** The first owner. */
export const ada = { email: 'ada@example.org', name: 'Ada', password: 'correct horse battery staple' };

const tokenOf = (link: string) => link.split('#token=')[1] ?? '';

/** The token of the link that the last start has printed. */
export function setUpLink(office: Office): string {
  return tokenOf(office.printed.findLast((line) => line.includes('/admin/setup#token=')) ?? '');
}

/** Makes the first owner; answers with their cookie. */
export async function join(office: Office): Promise<string> {
  const { headers } = await office.call(SetUp, { key: null, body: { ...ada, token: setUpLink(office) } });
  return cookieOf(headers);
}

/** Her password as it is kept, at the least cost: what one costs is kept with it. */
const cheap = '$argon2id$v=19$m=64,t=1,p=1$c2l4dGVlbiBieXRlcyBpdA$TfRpGVMVeBeaEgETB07xn3OuY0eYggyaV8xpPRk4ki0';

/** As `join`, for tests of what comes later: neither this nor to sign in does the work of a password. */
export async function joined(office: Office): Promise<string> {
  const { token } = await office.store.change(async (trx) => {
    const person = { ...ada, password: cheap, scopes: null, bots: null, createdBy: 'the setup link' };
    return welcome(trx, { id: await addPerson(trx, person), password: cheap }, 'person.set-up');
  });
  return new SignInCookie('http://localhost').give(token).split(';', 1)[0] ?? '';
}

/** What a browser keeps of an answer. */
export const cookieOf = (headers: Headers): string => headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';

/** A request as the console makes it. */
export const signedIn = (cookie: string): Given => ({
  key: null,
  headers: { cookie, 'sec-fetch-site': 'same-origin' },
});

export async function invite(office: Office, body: unknown) {
  const { body: made } = await office.call(InvitePerson, { body });
  return { personId: made.personId as string, token: tokenOf(made.link) };
}
