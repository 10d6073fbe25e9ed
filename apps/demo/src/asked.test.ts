import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAt, follow } from './page/asked.js';

class Page extends EventTarget {
  hidden = false;
}

let page: Page;
beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const post = { sentAt: 0, answer: { status: 202, ms: 5, body: { inputId: 'i-1' } } };
const receipt = (...stages: string[]) => ({
  outcome: 'answered',
  stages: stages.map((stage, at) => ({ stage, at: new Date(at).toISOString() })),
});

/** Follows the post while these are the answers, and the last of them from then on. */
function following(...answers: readonly unknown[]) {
  const left = [...answers];
  const asked: number[] = [];
  const heard: unknown[] = [];
  const ask = async () => {
    asked.push(Date.now());
    return left.length > 1 ? left.shift() : left[0];
  };
  void follow(post, ask, (known: unknown) => heard.push(known));
  return { asked, heard };
}

test('it is asked until it is over, less and less often', async () => {
  const { asked, heard } = following(null, receipt('accepted'), receipt('accepted', 'answered'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toHaveLength(asked.length - 1);
  const gaps = asked.slice(1).map((at, i) => at - (asked[i] ?? 0));
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  expect(gaps.at(-1)).toBe(3000);
  await vi.advanceTimersByTimeAsync(600_000);
  const { length } = asked;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked).toHaveLength(length);
});

test('what is over is asked no more', async () => {
  const { asked } = following(null, receipt('accepted', 'answered', 'delivered'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
});

test('while nobody looks at the page, nobody is asked', async () => {
  page.hidden = true;
  const { asked } = following(receipt('accepted'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(0);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.length).toBeGreaterThan(0);
});

test('control is asked with the credential that posted; the shop’s server, which has its own, without', async () => {
  const seen: [url: string, headers: object][] = [];
  vi.stubGlobal('fetch', async (url: string, { headers }: { headers: object }) => {
    seen.push([url, headers]);
    return url.includes('happened')
      ? Response.json({ title: 'no' }, { status: 404 })
      : Response.json(receipt('accepted'));
  });
  const ask = askAt('http://control');
  const request = { headers: { Authorization: 'digest' } };
  expect(await ask({ ...post, request })).toEqual(receipt('accepted'));
  expect(await ask({ ...post, request, byServer: true })).toBeNull();
  expect(seen).toEqual([
    ['http://control/v1/inputs/i-1', { Authorization: 'digest' }],
    ['happened/i-1', {}],
  ]);
});

test('that nobody is there is known as little as anything else', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  expect(await askAt('')({ ...post, byServer: true })).toBeNull();
});
