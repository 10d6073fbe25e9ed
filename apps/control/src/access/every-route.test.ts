import { globSync } from 'node:fs';
import { adminRoutes, type Route } from '@backchannel/contracts/admin';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import type { Example } from './example.fixture.ts';
import { refusalsOf } from './refusals.fixture.ts';

const files = globSync('../*/examples.fixture.ts', { cwd: import.meta.dirname });
const parts = await Promise.all(
  files.map(async (file) => (await import(new URL(file, import.meta.url).href)) as { examples: readonly Example[] }),
);
const examples = new Map(parts.flatMap((part) => part.examples.map((example) => [example.route.id, example])));

const placeOf = (route: Route) => `${route.method} ${route.path} (${route.id})`;
const writes = ({ method }: Route, { onlyLooks = false }: Example) => method !== 'GET' && !onlyLooks;

test.each(adminRoutes.map((route) => [placeOf(route), route] as const))('%s has an example', (place, route) => {
  expect(examples.get(route.id), `${place}: add one to the examples.fixture.ts of its area`).toBeDefined();
});

onEachDatabase('every route', (open) => {
  describe.each([...examples.values()].map((example) => [placeOf(example.route), example] as const))('%s', (_, one) => {
    test('refuses whoever may not, and changes nothing; answers whoever may, and writes down what changed', {
      tags: 'long',
    }, async () => {
      await using office = await open();
      const given = await one.ask(office);
      const refusals = await refusalsOf(office, one, given);
      const before = await everything(office);
      for (const { name, wanted, ...other } of refusals) {
        const { status, body } = await office.call(one.route, { ...given, ...other });
        expect({ name, status, code: body.code, items: body.items }).toEqual({ name, ...wanted });
      }
      expect(await everything(office), 'what was refused has changed something').toEqual(before);

      const trail = await trailOf(office);
      const { status, body } = await office.call(one.route, given);
      expect({ status, ...(status !== one.route.status && { body }) }).toEqual({ status: one.route.status });
      if (one.elsewhere === 'filtered') expect(body.items, 'whoever may sees it').not.toEqual([]);
      const written = (await trailOf(office)) - trail;
      if (writes(one.route, one)) expect(written, 'rows in the audit trail').toBeGreaterThan(0);
      else expect(written, 'rows in the audit trail').toBe(0);

      const kept = JSON.stringify(await everything(office));
      expect(
        secretsIn([given.body, body]).filter((secret) => kept.includes(secret)),
        'secrets in tables',
      ).toEqual([]);
    });
  });
});

/** What was typed as a password, and what is shown once. */
function secretsIn(told: readonly unknown[]): readonly string[] {
  const text = JSON.stringify(told);
  const passwords = [...text.matchAll(/"(?:password|current)":"([^"]+)"/g)].map(([, password]) => password ?? '');
  return [...passwords, ...(text.match(/bc[a-z]_[\w-]{20,}/g) ?? [])];
}

const trailOf = async ({ store }: Office) => (await store.db.selectFrom('audit').select('id').execute()).length;

// Said, heard and leased by the side, whoever asks.
const byTheSide = ['outbox', 'leases', 'positions'];

/** All rows of all tables. */
async function everything({ store: { db } }: Office) {
  const tables = await db.introspection.getTables();
  const names = tables.map(({ name }) => name).filter((name) => !byTheSide.includes(name));
  const rows = names.map(async (name) => {
    const all = await db
      .selectFrom(name as 'audit')
      .selectAll()
      .execute();
    return [name, all.map((row) => JSON.stringify({ ...row, last_used_at: null })).toSorted()] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
