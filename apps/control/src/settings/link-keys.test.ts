import { limits } from '@backchannel/contracts';
import { GetLinkKeys, RotateLinkKeys } from '@backchannel/contracts/admin';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { type Generation, goodAt, rotated } from './link-keys.ts';
import { newBot, saidOf, trail } from './settings.fixture.ts';

const params = { botId: 'shop' };

onEachDatabase('keys of return links', (open) => {
  test('the first is good until another signs, and for an overlap after that', async () => {
    await using office = await open();
    await newBot(office);
    const before = await office.call(GetLinkKeys, { params });
    expect(before.body).toEqual({ linkKeys: [{ generation: 0, createdAt: null, until: null }] });

    const from = Date.now();
    const { body } = await office.call(RotateLinkKeys, { params, body: { overlapMs: 60_000 } });
    const until = Date.parse(body.linkKeys[0].until);
    expect(until).toBeGreaterThanOrEqual(from + 60_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(body.linkKeys).toMatchObject([{ generation: 0 }, { generation: 1, until: null }]);
    expect((await office.call(GetLinkKeys, { params })).body).toEqual(body);
    expect((await saidOf(office)).linkKeys).toEqual([{ generation: 0, until }, { generation: 1 }]);
    expect(await trail(office)).toMatchObject([{ action: 'link-keys.rotated', botId: 'shop', after: body }]);
  });

  test('without an overlap links stay good as long as they would have; with none they end at once', async () => {
    await using office = await open();
    await newBot(office);
    const { body: first } = await office.call(RotateLinkKeys, { params });
    const [{ until }] = first.linkKeys;
    expect(Math.abs(Date.parse(until) - Date.now() - limits.linkMostMs)).toBeLessThan(10_000);
    await office.call(RotateLinkKeys, { params, body: { overlapMs: 0 } });
    expect((await saidOf(office)).linkKeys).toEqual([{ generation: 2 }]);
  });

  test('two who rotate at once make two', async () => {
    await using office = await open();
    await newBot(office);
    const both = await Promise.all([0, 1].map(() => office.call(RotateLinkKeys, { params, body: {} })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { linkKeys } = await saidOf(office);
    expect(linkKeys?.map(({ generation }) => generation)).toEqual([0, 1, 2]);
  });

  test('more than a door would try are refused, unless the others end', async () => {
    await using office = await open();
    await newBot(office);
    const rotate = (body: object) => office.call(RotateLinkKeys, { params, body });
    for (let made = 1; made < 10; made++) expect((await rotate({})).status).toBe(200);
    expect(await rotate({})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await rotate({ overlapMs: 0 })).toMatchObject({ status: 200, body: { linkKeys: [{ generation: 10 }] } });
  });

  test.each([{ overlapMs: -1 }, { overlapMs: limits.linkMostMs + 1 }, { overlap: 1 }])(
    '%j is refused',
    async (body) => {
      await using office = await open();
      await newBot(office);
      expect(await office.call(RotateLinkKeys, { params, body })).toMatchObject({ status: 422 });
    },
  );
});

describe('generations', () => {
  const steps = fc.array(fc.record({ after: fc.nat(50), overlapMs: fc.nat(100) }), { maxLength: 20 });

  test('however they rotate, one signs, it is the newest, and nothing is good for longer than somebody wanted', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let now = 0;
        let keys = goodAt(now, []);
        const ends = new Map<number, number>();
        for (const { after, overlapMs } of all) {
          now += after;
          keys = goodAt(now, keys);
          for (const { generation } of keys)
            ends.set(generation, Math.min(ends.get(generation) ?? Infinity, now + overlapMs));
          keys = rotated(keys, { now, overlapMs });
          const signs = keys.filter(({ until }) => until === null);
          expect(signs).toEqual([keys.at(-1)]);
          const numbers = keys.map(({ generation }: Generation) => generation);
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
          const others = keys.slice(0, -1).map(({ generation, until }) => [generation, until]);
          expect(others).toEqual([...ends].filter(([, end]) => end > now));
        }
      }),
    );
  });
});
