import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { call, failureOf, opened, program, reasonOf } from './sandbox.fixture.ts';

const STUCK = '"a".repeat(4e6).indexOf("a".repeat(2e6) + "b")';
const limits = { stuckMs: 300 };
const echo = new URL('./echo-worker.fixture.ts', import.meta.url);
const gives = (i: number) => call(`bot.set("x", ${i})`);
const giving = (i: number) => ({ output: { x: i } });

test('what comes with a script that cannot be interrupted is done all the same', { tags: 'long' }, async () => {
  await using one = opened({ limits });
  const before = Array.from({ length: 10 }, (_, i) => one.sandbox.run(gives(i)));
  const stuck = one.sandbox.run(call(STUCK));
  const after = Array.from({ length: 10 }, (_, i) => one.sandbox.run(gives(i)));
  expect(await Promise.all(before)).toEqual(before.map((_, i) => giving(i)));
  expect(await Promise.all(after)).toEqual(after.map((_, i) => giving(i)));
  expect(reasonOf(await stuck)).toBe('time');
});

test.each([
  'new Array(4294967295).join("")',
  '[].concat({ length: 2 ** 32, [Symbol.isConcatSpreadable]: true })',
  'for (;;) "x".repeat(1e6)',
])('a worker that %s holds up is replaced', { tags: 'long' }, async (source) => {
  await using one = opened({ limits });
  expect(reasonOf(await one.sandbox.run(call(source)))).toMatch(/time|memory/);
  expect(await one.sandbox.run(gives(1))).toEqual(giving(1));
});

test('other workers go on while one is stuck', { tags: 'long' }, async () => {
  await using two = opened({ limits: { stuckMs: 1_500 }, workers: 2 });
  await Promise.all([two.sandbox.run(gives(0)), two.sandbox.run(gives(0))]);
  let over = false;
  const stuck = two.sandbox.run(call(STUCK)).finally(() => {
    over = true;
  });
  await Promise.resolve();
  for (let i = 0; i < 5; i++) expect(await two.sandbox.run(gives(i))).toEqual(giving(i));
  expect(over).toBe(false);
  expect(reasonOf(await stuck)).toBe('time');
});

test('a script that got stuck three times is not run for a while, its neighbours are', { tags: 'long' }, async () => {
  await using one = opened({ limits });
  const both = program({ stuck: STUCK, fine: 'bot.set("x", 1)' });
  const run = (script: string) => one.sandbox.run({ program: both, script, input: {}, now: 0, seed: '' });
  const ran = await Promise.all(Array.from({ length: 8 }, () => run('stuck')));
  expect(ran.map(reasonOf)).toEqual(ran.map(() => 'time'));
  expect(ran.filter((each) => failureOf(each)?.message.includes('for a while')).length).toBe(5);
  expect(await run('fine')).toEqual(giving(1));
});

test('who was with a worker that ends by itself is done again, who ended it twice is not', async () => {
  await using one = opened({ worker: echo });
  const ran = await Promise.all([
    one.sandbox.run(gives(1)),
    one.sandbox.run(call('bot.ask("dies")')),
    one.sandbox.run(gives(2)),
  ]);
  expect(ran).toMatchObject([giving(1), { failed: { reason: 'worker' } }, giving(2)]);
  expect(ran.map(failureOf)[1]?.message).toContain('exit 3');
});

test('an entry file that does not work is told to every caller', async () => {
  await using broken = opened({ worker: new URL('./nowhere.ts', import.meta.url) });
  const ran = await Promise.all(Array.from({ length: 64 }, (_, i) => broken.sandbox.run(gives(i))));
  expect(new Set(ran.map(reasonOf))).toEqual(new Set(['worker']));
  expect(ran.map(failureOf)[0]?.message).toContain('nowhere.ts');
});

test('close lets what runs end, and refuses what comes later', async () => {
  const { sandbox } = opened();
  const running = sandbox.run(gives(1));
  await sandbox.close();
  expect(await running).toEqual(giving(1));
  expect(failureOf(await sandbox.run(gives(1)))).toEqual({ reason: 'worker', message: 'the sandbox is closed' });
});

test('a process that has nothing else to do may end without close', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('./idle.fixture.ts', import.meta.url))],
    {
      timeout: 15_000,
    },
  );
  expect(stdout.trim()).toBe('{"output":{"x":1}}');
});

test('close does not wait for what never ends', { tags: 'long' }, async () => {
  const { sandbox } = opened({ limits: { stuckMs: 60_000 } });
  const stuck = sandbox.run(call(STUCK));
  await sandbox.close();
  expect(reasonOf(await stuck)).toBe('worker');
});

const outcomes = [
  { source: (i: number) => `bot.set("x", ${i})`, expected: (i: number) => giving(i) },
  { source: (i: number) => `throw new Error(${i})`, expected: (i: number) => ({ failed: { message: `Error: ${i}` } }) },
  { source: (i: number) => `var ${i}`, expected: () => ({ failed: { reason: 'syntax' } }) },
  { source: (i: number) => `await 0; bot.set("x", ${i})`, expected: (i: number) => giving(i) },
  { source: (i: number) => `bot.set("x", ${i}); bot.stop()`, expected: (i: number) => giving(i) },
  { source: () => 'for (;;);', expected: () => ({ failed: { reason: 'time' } }) },
  { source: () => '(function f() { f() })()', expected: () => ({ failed: { reason: 'error' } }) },
];

test('whatever scripts come together, each caller gets the answer to his own', {
  tags: 'long',
  timeout: 120_000,
}, async () => {
  await using two = opened({ workers: 2, limits: { cpuMs: 5, programs: 4, group: 8 } });
  const kinds = fc.array(fc.nat(outcomes.length - 1), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 3 }), async (bursts) => {
      for (const burst of bursts) {
        const asked = burst.flatMap((kind, i) => {
          const outcome = outcomes[kind];
          return outcome ? [{ ran: two.sandbox.run(call(outcome.source(i))), expected: outcome.expected(i) }] : [];
        });
        for (const { ran, expected } of asked) expect(await ran).toMatchObject(expected);
      }
    }),
    { numRuns: 20 },
  );
});
