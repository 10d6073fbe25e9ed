import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { alone } from './alone.ts';
import { Browser } from './browser.fixture.ts';
import { Kept } from './kept.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What tabs did, when each works for a second. */
async function worked(locks: Pick<LockManager, 'request'> | null): Promise<string[]> {
  const browser = new Browser();
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(`${name} begins`);
    await sleep(1000);
    done.push(`${name} ends`);
  };
  const tabs = ['a', 'b', 'c'].map((name) => {
    const kept = new Kept(browser.tab().storage, 'shop');
    return alone({ kept, locks }, work(name));
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(tabs);
  expect(browser.items.size).toBe(0);
  return done;
}

const refusing = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };

test.each([
  ['with locks', new Browser().locks],
  ['without', null],
  ['with locks that may not be used', refusing as Pick<LockManager, 'request'>],
])('one tab works at a time, %s', async (_, locks) => {
  const done = await worked(locks);
  expect(done).toHaveLength(6);
  for (let at = 0; at < 6; at += 2) expect(done[at + 1]).toBe(done[at]?.replace('begins', 'ends'));
});

test('tabs that come in one moment, and read late what the others write, work one at a time', async () => {
  const browser = new Map<string, string>();
  const views: Map<string, string>[] = [];
  const learn = (key: string) => {
    const value = browser.get(key);
    for (const view of views) {
      if (value === undefined) view.delete(key);
      else view.set(key, value);
    }
  };
  const tab = () => {
    const own = new Map<string, string>();
    views.push(own);
    const all = (key: string, write: (items: Map<string, string>) => void) => {
      write(own);
      write(browser);
      setTimeout(() => learn(key), 20);
    };
    return new Kept(
      {
        get length() {
          return own.size;
        },
        key: (at) => [...own.keys()][at] ?? null,
        getItem: (key) => own.get(key) ?? null,
        setItem: (key, value) => all(key, (items) => items.set(key, value)),
        removeItem: (key) => all(key, (items) => items.delete(key)),
      },
      'shop',
    );
  };
  let working = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (working += 1));
    await sleep(500);
    working -= 1;
  };
  const all = [tab(), tab(), tab()].map((kept) => alone({ kept, locks: null }, work));
  await vi.advanceTimersByTimeAsync(20_000);
  await Promise.all(all);
  expect(most).toBe(1);
});

test('work that fails is not done twice', async () => {
  let times = 0;
  const kept = new Kept(null, 'shop');
  const work = async () => {
    times += 1;
    throw new Error('no');
  };
  await expect(alone({ kept, locks: new Browser().locks }, work)).rejects.toThrow('no');
  expect(times).toBe(1);
});

test('a tab that was closed while it worked is not waited for long', async () => {
  const kept = new Kept(new Browser().tab().storage, 'shop');
  void alone({ kept, locks: null }, () => new Promise(() => {}));
  let isDone = false;
  void alone({ kept, locks: null }, async () => void (isDone = true));
  await vi.advanceTimersByTimeAsync(11_000);
  expect(isDone).toBe(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(isDone).toBe(true);
});
