import { Scope } from '@backchannel/contracts/admin';
import { type Arbitrary, assert, option, pre, property, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { requireWithin, seesGrant } from './grant.ts';

const someScopes = subarray([...Scope.options]);
const someBots = subarray(['shop', 'bank', 'tram']);
const orAll = <Items>(items: Arbitrary<Items>) => option(items, { freq: 3 });

const callers = record({ scopes: someScopes, bots: orAll(someBots) }).map(
  ({ scopes, bots }): Caller => ({
    kind: 'key',
    id: 'k',
    name: 'k',
    scopes: new Set(scopes),
    bots: bots && new Set(bots),
  }),
);
const grants = record({ scopes: orAll(someScopes), bots: orAll(someBots) });

const given = (caller: Caller, grant: Parameters<typeof requireWithin>[1]): boolean => {
  try {
    requireWithin(caller, grant);
    return true;
  } catch {
    return false;
  }
};

test('nobody gives what they have not got', () => {
  assert(
    property(callers, grants, (caller, { scopes, bots }) => {
      const hasScopes = (scopes ?? Scope.options).every((scope) => caller.scopes.has(scope));
      const hasBots = caller.bots === null || !!bots?.every((botId) => caller.bots?.has(botId));
      expect(given(caller, { scopes, bots })).toBe(hasScopes && hasBots);
    }),
  );
});

test('whoever can give something sees to whom it is given', () => {
  assert(
    property(callers, grants, (caller, grant) => {
      pre(given(caller, grant));
      expect(seesGrant(caller, grant)).toBe(true);
    }),
  );
});

test('the refusal names the field and what is missing', () => {
  const caller: Caller = { kind: 'key', id: 'k', name: 'k', scopes: new Set(['bots:read']), bots: new Set(['shop']) };
  const refusals = [
    { scopes: ['bots:write' as const], bots: ['shop'] },
    { scopes: ['bots:read' as const], bots: ['bank'] },
    { scopes: ['bots:read' as const], bots: null },
  ].map((grant) => () => requireWithin(caller, grant));
  expect(refusals[0]).toThrow('/scopes: the caller has not got bots:write');
  expect(refusals[1]).toThrow('/bots: the caller is not for the bot "bank"');
  expect(refusals[2]).toThrow('/bots: the caller is not for all bots');
});
