import { randomUUID } from 'node:crypto';
import { realRedis } from '@backchannel/stack';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectRedis } from './redis-client.ts';
import { redisSlots } from './redis-slots.ts';
import type { Slots } from './slots.ts';
import { sqliteSlots } from './sqlite-slots.ts';

const real = await realRedis();

async function onRedis(): Promise<Slots> {
  const redis = connectRedis(real.url);
  await expect.poll(() => redis.status).toBe('ready');
  onTestFinished(() => redis.disconnect());
  return redisSlots({ redis, prefix: `test-${randomUUID()}` });
}

const hostile = [
  "'; DROP TABLE slot; --",
  "' OR '1'='1",
  '"\\',
  '{other}:head',
  '*',
  'x\r\nFLUSHALL\r\n',
  '${key}',
  "]] redis.call('FLUSHALL') --",
  '\u0000',
  '__proto__',
  'constructor',
  ' ',
  '𝒳',
];

describe.each([
  ['SQLite', () => sqliteSlots(':memory:'), false],
  ['Redis', onRedis, real.missing !== undefined],
] as const)('in %s', (_, open, missing) => {
  test.skipIf(missing)('a conversation may have any name: it is a name, and nobody else has its state', async () => {
    const slots = await open();
    onTestFinished(() => slots.close());
    const names = fc.uniqueArray(fc.oneof(fc.constantFrom(...hostile), fc.string({ minLength: 1, maxLength: 50 })), {
      minLength: 1,
      maxLength: 20,
    });
    const whole = fc.tuple(names, fc.constantFrom(...hostile));
    let offset = 0;
    await fc.assert(
      fc.asyncProperty(whole, async ([keys, word]) => {
        const expected = await slots.head(0);
        offset += 1;
        const head = { ...expected, offset, writer: word, events: [], retell: [] };
        const states = keys.map((key) => [key, JSON.stringify({ is: key, word })] as const);
        expect(await slots.write(0, { expected, head, states, changes: [] })).toBe(true);
        for (const key of keys) expect(await slots.state(0, key)).toEqual({ is: key, word });
      }),
      { numRuns: 50 },
    );
  });
});
