import { randomUUID } from 'node:crypto';
import { connectRedis } from '@backchannel/projection';
import { realRedis, startRedis } from '@backchannel/stack';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Rates } from './rates.ts';
import { redisBuckets, type SharedBuckets, type Taken } from './shared-buckets.ts';

const rate = { perSecond: 0.01, burst: 100 };
const redis = await realRedis();

/** How many of so many attempts are let in. */
function letIn(rates: Rates, attempts: number, subject = 'shop'): number {
  return Array.from({ length: attempts }, () => rates.take(subject, rate)).filter(({ waitMs }) => waitMs === 0).length;
}

async function instancesOn(url: string, count: number): Promise<Rates[]> {
  const prefix = randomUUID();
  const made = Array.from({ length: count }, () => connectRedis(url));
  await expect.poll(() => made.every(({ status }) => status === 'ready')).toBe(true);
  const rates = made.map((one) => new Rates({ shared: redisBuckets(one, prefix) }));
  onTestFinished(() => rates.forEach((one) => one.close()));
  return rates;
}

describe('one instance', () => {
  test('lets in what a bucket has, each subject from its own', () => {
    const rates = new Rates();
    expect([letIn(rates, 150), letIn(rates, 150, 'tea')]).toEqual([100, 100]);
  });

  test('a charge takes what there is, and is not refused', () => {
    const rates = new Rates();
    rates.charge('shop', rate, 90);
    expect(letIn(rates, 100)).toBe(10);
    rates.charge('shop', rate, 1_000_000);
    expect(rates.take('shop', rate, 0).resetMs).toBeLessThanOrEqual(100 * 100_000);
  });

  test('a changed rate holds at once', () => {
    const rates = new Rates();
    letIn(rates, 200);
    expect(rates.take('shop', { ...rate, burst: 200 })).toMatchObject({ limit: 200, remaining: 199, waitMs: 0 });
  });

  test('ever new names fill no memory, and whoever is at the limit stays there', () => {
    let now = 0;
    const rates = new Rates({ now: () => now });
    for (let n = 0; n < 150_000; n += 1) {
      now += 0.001;
      rates.take(`stranger ${n}`, { perSecond: 1_000_000, burst: 100 });
      if (n === 140_000) letIn(rates, 200);
    }
    expect(rates.size).toBeLessThanOrEqual(100_000);
    expect(letIn(rates, 1)).toBe(0);
  });
});

describe.skipIf(redis.missing)('several instances on one Redis', () => {
  test('what one took, the other has not: together they let in little more than one', async () => {
    const [one, two] = await instancesOn(redis.url, 2);
    if (!one || !two) throw new Error('two were wanted');
    expect(letIn(one, 60)).toBe(60);
    expect(letIn(two, 30)).toBe(30);
    // The next that each takes is the 91st and 92nd of both, once they have told each other.
    await expect.poll(() => two.take('shop', rate, 0).remaining + one.take('shop', rate, 0).remaining).toBe(20);
    expect(letIn(one, 50)).toBe(10);
    await expect.poll(() => two.take('shop', rate, 0).remaining).toBe(0);
    expect(letIn(two, 50)).toBe(0);
  });

  test('many subjects are told in few calls, each by itself', async () => {
    const [one, two] = await instancesOn(redis.url, 2);
    const subjects = Array.from({ length: 2000 }, (_, n) => `subject ${n}`);
    subjects.forEach((subject, n) => one?.take(subject, rate, n % 90));
    // Whoever takes nothing hears nothing: each takes one, and is told what the other took.
    for (const subject of subjects) two?.take(subject, rate, 1);
    await expect
      .poll(() => subjects.every((subject, n) => two?.take(subject, rate, 0).remaining === 99 - (n % 90)))
      .toBe(true);
  });

  test('while Redis is away each lets in what one alone would, and they find together again', async () => {
    const server = await startRedis();
    onTestFinished(async () => void (await server.stop()));
    const troubles: unknown[] = [];
    const prefix = randomUUID();
    const all = [1, 2].map(() => {
      const shared = redisBuckets(connectRedis(server.url), prefix);
      return new Rates({ shared, trouble: (error) => troubles.push(error) });
    });
    onTestFinished(() => all.forEach((one) => one.close()));
    await server.stop();
    expect(all.map((one) => letIn(one, 150))).toEqual([100, 100]);
    await expect.poll(() => troubles).toEqual([expect.anything(), expect.anything()]);
    await server.start();
    // What was taken meanwhile is forgotten by the others, not by the one who took it.
    expect(all.map((one) => letIn(one, 10))).toEqual([0, 0]);
    const isBack = () => {
      for (const one of all) one.take('back', { perSecond: 1000, burst: 10 });
      return troubles.filter((trouble) => trouble === null).length;
    };
    await expect.poll(isBack).toBe(2);
    expect(all.map((one) => letIn(one, 30, 'tea'))).toEqual([30, 30]);
    await expect.poll(() => all.map((one) => one.take('tea', rate, 0).remaining)).toEqual([40, 40]);
  });
});

test('while one call is out nothing else is told, and what was taken meanwhile counts', async () => {
  const calls: { taken: readonly Taken[]; answer: (debts: readonly number[]) => void }[] = [];
  const shared: SharedBuckets = {
    tell: (taken) => new Promise((answer) => calls.push({ taken, answer })),
    close: () => {},
  };
  const rates = new Rates({ shared });
  letIn(rates, 80);
  await expect.poll(() => calls.length).toBe(1);
  letIn(rates, 5);
  // 90 tokens are gone, by others, too; and 5 since.
  calls[0]?.answer([90 * 100_000]);
  await expect.poll(() => rates.take('shop', rate, 0).remaining).toBe(5);
  await expect.poll(() => calls[1]?.taken).toEqual([{ subject: 'shop', rate, cost: 5 }]);
  rates.close();
});
