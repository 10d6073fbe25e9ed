import { randomBytes } from 'node:crypto';
import { type Scope, scopes } from '@backchannel/contracts/admin';
import type { z } from 'zod';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';
import type { Example } from './example.fixture.ts';

interface Refusal extends Given {
  readonly name: string;
  readonly wanted: { readonly status: number; readonly code?: string; readonly items?: readonly unknown[] };
}

const OTHER_BOTS = 'all other bots';
const unauthorized = { status: 401, code: 'unauthorized' };
const forbidden = { status: 403, code: 'forbidden' };
const elsewheres = { forbidden, hidden: { status: 404, code: 'not_found' }, filtered: { status: 200, items: [] } };

/** Everybody who may not ask this, and what they must meet. */
export async function refusalsOf(office: Office, example: Example, given: Given): Promise<readonly Refusal[]> {
  const { scope } = example.route;
  if (scope === 'anybody') return [];
  const all = Object.keys(scopes) as Scope[];
  const ended = await office.newKey({ expiresAt: Date.now() - 1 });
  const revoked = await office.newKey({});
  await office.revoke(revoked);
  const known = [
    { name: 'no key', key: null, wanted: unauthorized },
    { name: 'an unknown key', key: `bck_${randomBytes(32).toString('base64url')}`, wanted: unauthorized },
    { name: 'no key at all', key: 'x', wanted: unauthorized },
    { name: 'an expired key', key: ended, wanted: unauthorized },
    { name: 'a revoked key', key: revoked, wanted: unauthorized },
  ];
  const others: Refusal[] = [];
  if (scope !== 'signed-in') {
    const key = await office.newKey({ scopes: all.filter((one) => one !== scope) });
    others.push({ name: 'all other scopes', key, wanted: forbidden });
  }
  const elsewhere = elsewhereOf(example);
  if (elsewhere !== 'no bot') {
    const key = await office.newKey({ bots: ['somewhere-else'] });
    others.push({ name: OTHER_BOTS, key, wanted: elsewheres[elsewhere] });
    if (example.route.path.includes('{botId}')) {
      const params = { ...given.params, botId: 'no-such-bot' };
      others.push({ name: 'all other bots, of one that does not exist', key, params, wanted: forbidden });
    }
    if ('botId' in (example.route.query as z.ZodObject).shape) {
      const query = { ...given.query, botId: 'no-such-bot', cursor: 'nonsense' };
      others.push({ name: 'all other bots, in search of another one', key, query, wanted: forbidden });
    }
  }
  // What only people may: no key is enough.
  if (given.key === null) others.push({ name: 'a key', key: office.key, wanted: forbidden });
  const refusals = [...known, ...others].map((refusal) => ({ ...refusal, headers: {} }));
  // Who asks, and whether they may, comes before what they ask.
  const nonsense = refusals.filter(({ name }) => name !== OTHER_BOTS || example.route.path.includes('{botId}'));
  return given.body === undefined ? refusals : [...refusals, ...nonsense.map(asNonsense)];
}

const asNonsense = (refusal: Refusal): Refusal => ({
  ...refusal,
  name: `${refusal.name}, and nonsense`,
  body: { nonsense: true },
});

function elsewhereOf({ route, elsewhere }: Example) {
  if (route.path.includes('{botId}')) return 'forbidden';
  if (!elsewhere) throw new Error(`${route.id}: its example must say what callers for other bots meet`);
  return elsewhere;
}
