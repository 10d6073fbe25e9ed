import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type { Memo } from './memo.ts';

/** Opens memos that see the same answers, as one after a restart does, or as two processes do. */
export type OpenMemo = (options: { keptMs?: number }) => Promise<Memo>;

/** What every memo has to pass. */
export function memoSuite(name: string, openMemo: OpenMemo): void {
  const answer = { status: 200, body: '{"text":"größer \u0000 \u2028 😀"}', headers: { 'content-type': 'a/b' } };

  describe(`memo in ${name}`, () => {
    test('an answer is there after it was kept, for its key alone', async () => {
      const memo = await openMemo({});
      const key = randomUUID();
      expect(await memo.get(key)).toBeNull();
      expect(await memo.put(key, answer)).toEqual(answer);
      expect(await memo.get(key)).toEqual(answer);
      expect(await memo.get(`${key} `)).toBeNull();
      await memo.close();
    });

    test('it is still there when the memo is opened again', async () => {
      const key = randomUUID();
      const memo = await openMemo({});
      await memo.put(key, answer);
      await memo.close();
      const again = await openMemo({});
      expect(await again.get(key)).toEqual(answer);
      await again.close();
    });

    test('the first answer stays, and whoever comes later is told it', async () => {
      const key = randomUUID();
      const memo = await openMemo({});
      await memo.put(key, answer);
      expect(await memo.put(key, { ...answer, status: 500 })).toEqual(answer);
      expect(await memo.get(key)).toEqual(answer);
      await memo.close();
    });

    test('it goes when its time is over, and another may come', async () => {
      const key = randomUUID();
      const memo = await openMemo({ keptMs: 20 });
      await memo.put(key, answer);
      await vi.waitFor(async () => expect(await memo.get(key)).toBeNull(), { interval: 5 });
      await memo.put(key, { ...answer, status: 500 });
      await memo.close();
    });

    test('a large answer is kept whole', async () => {
      const key = randomUUID();
      const memo = await openMemo({});
      const large = { ...answer, body: 'ä'.repeat(1_000_000) };
      await memo.put(key, large);
      expect(await memo.get(key)).toEqual(large);
      await memo.close();
    });
  });
}
