import { argon2Sync } from 'node:crypto';
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

const nonce = Buffer.from('sixteen bytes it');
const made = argon2Sync('argon2id', {
  memory: 64,
  passes: 1,
  parallelism: 1,
  message: ada.password,
  nonce,
  tagLength: 32,
});
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
/** Of the least cost: what a password costs is kept with it. */
const cheap = `$argon2id$v=19$m=64,t=1,p=1$${base64(nonce)}$${base64(made)}`;

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
