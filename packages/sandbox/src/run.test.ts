import { afterAll, expect, test } from 'vitest';
import { call, outputOf, program, reasonOf } from './sandbox.fixture.ts';
import { Sandbox } from './sandbox.ts';

const sandbox = new Sandbox({ workers: 1 });
afterAll(() => sandbox.close());

test('a script reads what enters and changes what leaves', async () => {
  const ran = await sandbox.run(call('bot.set("sum", bot.get("a") + 1);', { input: { a: 1, text: 'ä \ud800 😀 \0' } }));
  expect(ran).toEqual({ output: { a: 1, text: 'ä \ud800 😀 \0', sum: 2 } });
});

test('scripts see the functions and variables of the globals', async () => {
  const globals = 'function twice(x) { return x * 2 }\nconst three = 3;\nvar four = 4;\nlet five = () => 5;';
  const ran = await sandbox.run(call('bot.set("x", [twice(1), three, four, five()])', { globals }));
  expect(ran).toEqual({ output: { x: [2, 3, 4, 5] } });
});

test('a function that a script declares lives in that script only', async () => {
  const two = program({ one: 'function local() {} bot.set("x", typeof local)', two: 'bot.set("x", typeof local)' });
  const rest = { input: {}, now: 0, seed: '' };
  expect(await sandbox.run({ program: two, script: 'one', ...rest })).toEqual({ output: { x: 'function' } });
  expect(await sandbox.run({ program: two, script: 'two', ...rest })).toEqual({ output: { x: 'undefined' } });
});

test('a script may return early', async () => {
  expect(await sandbox.run(call('bot.set("x", 1); if (true) return; bot.set("x", 2)'))).toEqual({ output: { x: 1 } });
});

test('a function of the globals runs, whatever it was declared with', async () => {
  const globals = 'function f() { bot.set("x", "f") }\nconst c = () => bot.set("x", "c");\nlet no = 1;';
  expect(await sandbox.run(call('', { globals, script: { global: 'f' } }))).toEqual({ output: { x: 'f' } });
  expect(await sandbox.run(call('', { globals, script: { global: 'c' } }))).toEqual({ output: { x: 'c' } });
  for (const missing of ['no', 'nothing', 'f(); f', '']) {
    const ran = await sandbox.run(call('', { globals, script: { global: missing } }));
    expect(reasonOf(ran)).toBe('missing');
  }
});

test('a script that the program does not have is missing', async () => {
  expect(await sandbox.run(call('', { script: 'other' }))).toEqual({
    failed: { reason: 'missing', message: 'there is no script "other"' },
  });
  expect(reasonOf(await sandbox.run(call('', { script: 'toString' })))).toBe('missing');
});

test('the clock stands still at the time of the call, in UTC', async () => {
  const source = `bot.set("x", [Date.now(), new Date().toISOString(), new Date(0).getHours(), typeof performance]);
    const began = Date.now(); for (let i = 0; i < 1e5; i++); bot.set("passed", Date.now() - began);`;
  const now = Date.UTC(2030, 5, 1, 12);
  expect(await sandbox.run(call(source, { now }))).toEqual({
    output: { x: [now, '2030-06-01T12:00:00.000Z', 0, 'undefined'], passed: 0 },
  });
});

test('the same seed draws the same numbers, another seed others', async () => {
  const source = 'bot.set("x", Array.from({ length: 100 }, () => Math.random()))';
  const drawn = async (seed: string) => outputOf(await sandbox.run(call(source, { seed }))) as { x: number[] };
  const [a, b, other] = [await drawn('a'), await drawn('a'), await drawn('b')];
  expect(a).toEqual(b);
  expect(a.x[0]).not.toBe(other.x[0]);
  expect(new Set(a.x).size).toBe(100);
  expect(a.x.every((number) => number >= 0 && number < 1)).toBe(true);
});

test('globals that look at the clock or draw do so in every run', async () => {
  const globals = 'const at = Date.now();\nconst drawn = Math.random();';
  const kept = program({ it: 'bot.set("x", [at, drawn])' }, globals);
  const run = async (now: number, seed: string) =>
    outputOf(await sandbox.run({ program: kept, script: 'it', input: {}, now, seed })) as { x: number[] };
  const [first, second] = [await run(1000, 'a'), await run(2000, 'b')];
  expect([first.x[0], second.x[0]]).toEqual([1000, 2000]);
  expect(first.x[1]).not.toBe(second.x[1]);
  expect(await run(1000, 'a')).toEqual(first);
});

test('stop ends a script without an error, finally included', async () => {
  const source = 'try { bot.stop(); bot.set("x", "after") } finally { bot.set("y", "finally") }';
  expect(await sandbox.run(call(source))).toEqual({ output: { y: 'finally' } });
  expect(await sandbox.run(call('await 0; bot.stop()', { input: 'kept' }))).toEqual({ output: 'kept' });
});

test('a script that catches stop goes on', async () => {
  const source = 'try { bot.stop() } catch (error) { bot.set("x", `${error.message}`) } bot.set("y", 1)';
  expect(await sandbox.run(call(source))).toEqual({ output: { x: 'the script was stopped', y: 1 } });
});

test('promises are waited for as far as the queue goes', async () => {
  const source =
    'Promise.resolve(1).then((x) => new Promise((done) => queueMicrotask(() => done(x + 1)))).then((x) => bot.set("x", x))';
  expect(await sandbox.run(call(source))).toEqual({ output: { x: 2 } });
  expect(await sandbox.run(call('bot.set("x", await (async () => 3)())'))).toEqual({ output: { x: 3 } });
  expect(await sandbox.run(call('new Promise(() => {}).then(() => bot.set("x", 1))'))).toEqual({ output: {} });
  expect(await sandbox.run(call('await new Promise(() => {}); bot.set("x", 1)'))).toEqual({ output: {} });
});

test('a rejection is an error only if nobody handles it', async () => {
  const late = 'const p = Promise.reject(new Error("no")); await 0; await p.catch(() => bot.set("x", 1))';
  expect(await sandbox.run(call(late))).toEqual({ output: { x: 1 } });
  expect(await sandbox.run(call('Promise.resolve().then(() => {\nthrow new Error("no") })'))).toEqual({
    failed: { reason: 'error', message: 'Error: no', script: 'it', line: 2 },
  });
  expect(await sandbox.run(call('await 0;\n throw 7'))).toMatchObject({
    failed: { reason: 'error', message: 'the script threw 7' },
  });
});

test('leave may give nothing', async () => {
  const silent = { ...program({ it: '' }), prelude: '() => ({ enter() {}, leave() {} })' };
  expect(await sandbox.run({ program: silent, script: 'it', input: 1, now: 0, seed: '' })).toEqual({ output: null });
});

test('a program that is loaded again after many others answers the same', async () => {
  const bounded = new Sandbox({ workers: 1, limits: { programs: 2 } });
  const calls = Array.from({ length: 5 }, (_, i) => call(`bot.set("x", ${i})`));
  for (let round = 0; round < 2; round++) {
    const ran = await Promise.all(calls.map((each) => bounded.run(each)));
    expect(ran).toEqual(calls.map((_call, i) => ({ output: { x: i } })));
    for (const [i, each] of calls.entries()) expect(await bounded.run(each)).toEqual({ output: { x: i } });
  }
  await bounded.close();
});
