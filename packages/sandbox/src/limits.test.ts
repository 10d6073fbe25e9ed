import type { Json } from '@backchannel/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, failureOf, opened, reasonOf } from './sandbox.fixture.ts';
import { Sandbox } from './sandbox.ts';

const sandbox = new Sandbox({ workers: 1 });
// So that no test pays for the worker's start.
beforeAll(() => sandbox.run(call('')));
afterAll(() => sandbox.close());

const ends = (source: string) => sandbox.run(call(source)).then(reasonOf);

describe('time', () => {
  test.each([
    'for (;;);',
    'for (;;) try { for (;;); } catch {} finally { continue }',
    'function f() { return Promise.resolve().then(f) } f()',
    'for (;;) await 0',
    'new Promise(() => { for (;;); })',
    'new Promise(() => { for (;;); }).catch(() => {})',
    '[1, 2].sort(() => { for (;;); })',
    '/^(a+)+$/.test("a".repeat(40) + "b")',
    '"a".repeat(40).replace(/^(a|aa)+$b/, "")',
    'bot.set("toJSON", () => { for (;;); })',
    'throw { get message() { for (;;); } }',
    'bot.set("x", new Proxy([], { get() { for (;;); } }))',
  ])('%s', async (source) => expect(await ends(source)).toBe('time'));

  test.each(['for (;;);', 'Promise.resolve().then(() => { for (;;); })'])(
    'of globals, which is found out once: %s',
    async (globals) => {
      await using slow = opened({ limits: { loadMs: 300 } });
      const looping = call('', { globals });
      expect(reasonOf(await slow.sandbox.run(looping))).toBe('time');
      const before = process.cpuUsage();
      for (let i = 0; i < 5; i++) expect(reasonOf(await slow.sandbox.run(looping))).toBe('time');
      const { user } = process.cpuUsage(before);
      expect(user / 1_000).toBeLessThan(1_000);
    },
  );
});

describe('memory', () => {
  test.each([
    'const a = []; for (;;) a.push({})',
    'const a = []; for (;;) a.push(new Uint8Array(1e5))',
    '"x".repeat(1e9)',
    'let s = "x".repeat(1e6); const a = []; for (;;) a.push(s + a.length)',
    'new Array(4294967295).fill(0)',
    'bot.set("x", Array.from({ length: 1e5 }, () => "x".repeat(1000)))',
  ])('%s', async (source) => expect(await ends(source)).toMatch(/^(memory|time)$/));

  test.each(['let s = "x"; for (;;) s += s', 'new Uint8Array(1e10)', '2n ** 100000000n', 'new Float64Array(3e6)'])(
    'or an error: %s',
    async (source) => expect(await ends(source)).toMatch(/^(memory|error|time)$/),
  );

  test('a script that catches the end of memory may go on', async () => {
    const source = 'let a = []; try { new Uint8Array(3e7) } catch {} a = null; bot.set("x", 1)';
    expect(await sandbox.run(call(source))).toEqual({ output: { x: 1 } });
  });
});

describe('the stack', () => {
  test.each([
    '(function f() { f() })()',
    'const f = () => [1].map(f); f()',
    'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)',
    'JSON.parse("[".repeat(1e6))',
    'eval("(".repeat(1e6))',
    'let p = {}; for (let i = 0; i < 1e4; i++) p = new Proxy(p, {}); p.x',
    'const o = { toString() { return `${o}` } }; `${o}`',
    'new RegExp("(?:".repeat(1e5) + ")".repeat(1e5))',
  ])('%s', async (source) => {
    expect(await ends(source)).toMatch(/^(error|time)$/);
    expect(await sandbox.run(call('bot.set("x", 1)'))).toEqual({ output: { x: 1 } });
  });
});

test('a limit that cannot be is refused by its name', () => {
  expect(() => new Sandbox({ limits: { group: 0 } })).toThrow('limits.group must be a whole number above 0');
  expect(() => new Sandbox({ workers: 0.5 })).toThrow('workers must be');
});

test('input and output are bounded, in bytes', async () => {
  await using small = opened({ limits: { inputBytes: 100, outputBytes: 100 } });
  const run = (source: string, input: string) => small.sandbox.run(call(source, { input }));
  expect(await run('', 'x'.repeat(98))).toEqual({ output: 'x'.repeat(98) });
  expect(failureOf(await run('', 'x'.repeat(99)))).toEqual({
    reason: 'error',
    message: 'the input is larger than 100 bytes',
  });
  expect(failureOf(await run('', 'ä'.repeat(60)))?.message).toContain('input');
  const gives = (length: number, text: string) =>
    small.sandbox.run(call(`bot.set("x", ${JSON.stringify(text)}.repeat(${length}))`));
  expect(reasonOf(await gives(92, 'x'))).toBe('none');
  expect(reasonOf(await gives(93, 'x'))).toBe('output');
  expect(reasonOf(await gives(50, 'ä'))).toBe('output');
});

test('an input that is too deep to be written is refused', async () => {
  const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as Json;
  expect(failureOf(await sandbox.run(call('', { input: { deep } })))).toEqual({
    reason: 'error',
    message: 'objects and lists of the input lie too deep in each other',
  });
});

test('a large input is no problem, nor are ten thousand pushes', async () => {
  const source =
    'const list = []; for (let i = 0; i < 10000; i++) list.push(i); bot.set("text", bot.get("text").length + list.length)';
  expect(await sandbox.run(call(source, { input: { text: 'x'.repeat(1_000_000) } }))).toEqual({
    output: { text: 1_010_000 },
  });
});

test('programs that fill their memory do not fill that of the process, and run as before', {
  tags: 'long',
}, async () => {
  await using small = opened({ limits: { imageBytes: 2 ** 20 } });
  const globals = 'const big = new Uint8Array(1.2e7).fill(7)';
  const calls = Array.from({ length: 18 }, (_, i) => call(`bot.set("x", big[${i}] + ${i})`, { globals }));
  const run = (some: typeof calls) => Promise.all(some.map((each) => small.sandbox.run(each)));
  await run([call('')]);
  const before = process.memoryUsage.rss();
  expect(await run(calls)).toEqual(calls.map((_call, i) => ({ output: { x: 7 + i } })));
  expect(await run(calls.slice(0, 2))).toEqual([{ output: { x: 7 } }, { output: { x: 8 } }]);
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 2 ** 20);
});

test('the process stays small while scripts take all they can get', { tags: 'long', timeout: 120_000 }, async () => {
  const bombs = ['const a = []; for (;;) a.push({})', 'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))'].map(
    (source) => call(source),
  );
  const round = () => Promise.all(bombs.map((bomb) => sandbox.run(bomb)));
  for (let i = 0; i < 10; i++) await round();
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 240; i++) for (const ran of await round()) expect(reasonOf(ran)).toMatch(/memory|time/);
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 2 ** 20);
});
