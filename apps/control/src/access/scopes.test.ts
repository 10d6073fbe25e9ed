import { readFileSync } from 'node:fs';
import { adminRoutes, scopes } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';

test('docs/access.md has the scopes that there are', () => {
  const page = readFileSync(new URL('../../../../docs/access.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `(\w+:\w+)` \| (.+) \|$/gm);
  expect(Object.fromEntries([...rows].map(([, scope, may]) => [scope, may]))).toEqual(scopes);
});

test('only what gives somebody their sign-in may be changed by anybody', () => {
  const open = adminRoutes.filter(({ scope, method }) => scope === 'anybody' && method !== 'GET');
  expect(open.map(({ id }) => id).toSorted()).toEqual(['acceptInvitation', 'setUp', 'signIn']);
});

test('each scope is wanted by a route', () => {
  const wanted = new Set<string>(adminRoutes.map(({ scope }) => scope));
  expect(Object.keys(scopes).filter((scope) => !wanted.has(scope))).toEqual([]);
});
