import { InvitePerson, SetUp } from '@backchannel/contracts/admin';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';

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
