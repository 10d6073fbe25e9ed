import { randomUUID } from 'node:crypto';
import { openLog } from '@backchannel/service';
import { realRedis } from '@backchannel/stack';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import type { Ring } from './bell.ts';
import { RedisBell } from './redis-bell.ts';
import { open, Stage, until } from './stage.fixture.ts';

const redis = await realRedis();

describe.skipIf(redis.missing)('two instances on one Redis', () => {
  test('serve the same conversation: every page gets every message once, in order', async () => {
    await using stage = new Stage();
    await stage.bot();
    const addresses = [
      await stage.chat('one', { REDIS_URL: redis.url }),
      await stage.chat('two', { REDIS_URL: redis.url }),
    ];
    const { conversationId, token } = await open(addresses[0] ?? '');
    const pages = addresses.flatMap((address) => [stage.page(address, { token }), stage.page(address, { token })]);
    await Promise.all(pages.map((page) => page.welcomed()));
    const began = performance.now();
    for (let turn = 1; turn <= 200; turn += 1) {
      const said = stage.answer(conversationId, { turn });
      if (turn % 10 === 0) await said;
    }
    await Promise.all(pages.map((page) => page.shows(200)));
    // Sooner than the comparison of heads: it was the bell, or its own fold.
    expect(performance.now() - began).toBeLessThan(4000);
    for (const { seqs } of pages) expect(seqs).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  test('ring for each other', async () => {
    const channel = `test:${randomUUID()}`;
    const [one, two] = [1, 2].map(() => new RedisBell(redis.url, openLog('chat', { logLevel: 'silent' }), channel));
    const heard: Ring[] = [];
    const own: Ring[] = [];
    one?.listen((rings) => own.push(...rings));
    two?.listen((rings) => heard.push(...rings));
    const rings = [
      { conversationId: 'c-1', head: 3 },
      { conversationId: 'c-2', typing: true },
    ];
    await until(() => {
      one?.ring(rings);
      return heard.length > 0;
    });
    expect(heard.slice(0, 2)).toEqual(rings);

    // What is no ring wakes nobody, and breaks nothing.
    const speaker = new Redis(redis.url, { protocol: 2 });
    await speaker.publish(channel, 'nonsense');
    const before = heard.length;
    await until(() => {
      one?.ring(rings);
      return heard.length > before + 2;
    });
    expect(heard.every(({ conversationId }) => conversationId.startsWith('c-'))).toBe(true);
    expect(own).toEqual([]);
    speaker.disconnect();
    await Promise.all([one?.close(), two?.close()]);
  });
});

test('two that both believe to own the log show every message once', async () => {
  await using stage = new Stage();
  await stage.bot();
  const [one, two] = [await stage.chat('one'), await stage.chat('two')];
  const { conversationId, token } = await open(one ?? '');
  const pages = [stage.page(one ?? '', { token }), stage.page(two ?? '', { token })];
  await Promise.all(pages.map((page) => page.welcomed()));
  for (let turn = 1; turn <= 50; turn += 1) await stage.answer(conversationId, { turn });
  await Promise.all(pages.map((page) => page.shows(50)));
  for (const { seqs } of pages) expect(seqs).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});
