import { afterAll, describe, expect, test } from 'vitest';
import { call, failureOf, opened, outputOf, program } from './sandbox.fixture.ts';
import { Sandbox } from './sandbox.ts';

const sandbox = new Sandbox({
  workers: 1,
  worker: new URL('./echo-worker.fixture.ts', import.meta.url),
  data: 'secret',
});
afterAll(() => sandbox.close());

const pristine = program(
  {
    look: `bot.set("seen", [typeof left, [].evil, {}.evil, typeof bot.left, Array.prototype.push.name, JSON.stringify({ a: 1 }),
    Object.keys(globalThis).join(), counter, shared.list.length, Math.max(1, 2), typeof Promise.prototype.then, Math.random.name]);
    counter++; shared.list.push(1);`,
  },
  'let counter = 0; const shared = { list: [] };',
);
const look = { program: pristine, script: 'look', input: {}, now: 0, seed: '' };

describe('nothing stays of a run', () => {
  test.each([
    'globalThis.left = 1; bot.left = 1; counter = 7; shared.list.push(1, 2)',
    'Object.prototype.evil = 1; Array.prototype.evil = 2',
    'Array.prototype.push = JSON.stringify = Math.max = Math.random = () => 9; delete Promise.prototype.then',
    'Object.defineProperty(globalThis, "bot", { get() { return 1 }, configurable: false }); Object.freeze(globalThis)',
    'Promise.resolve().then(function again() { globalThis.left = 1; shared.list.push(1) })',
    'shared.list.push(1); throw new Error("x")',
    'shared.list.push(1); for (;;);',
    'shared.list.push(1); const a = []; for (;;) a.push({})',
    'shared.list.push(1); (function f() { f() })()',
    'shared.list.push(1); let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)',
  ])('%s', async (source) => {
    const dirty = { ...pristine, id: `dirty ${source}`, scripts: { ...pristine.scripts, it: source } };
    const clean = outputOf(await sandbox.run(look));
    const after = { ...look, program: dirty };
    expect(outputOf(await sandbox.run(after))).toEqual(clean);
    await sandbox.run({ ...after, script: 'it' });
    expect(outputOf(await sandbox.run(after))).toEqual(clean);
    expect(outputOf(await sandbox.run(look))).toEqual(clean);
  });

  test.each([
    'Object.prototype.evil = 1; bot.left = 1; globalThis.left = 1; Array.prototype.push = Math.max = () => 9',
    'bot.set = bot.get = () => { throw 1 }; throw new Error("x")',
    'for (;;);',
    'const a = []; for (;;) a.push({})',
    '}',
  ])('nor of globals, in the next program of the same prelude: %s', async (globals) => {
    const clean = outputOf(await sandbox.run(look));
    await sandbox.run(call('', { globals }));
    const next = program(pristine.scripts, pristine.globals);
    expect(outputOf(await sandbox.run({ ...look, program: next }))).toEqual(clean);
  });

  test('a program of another prelude between two of the same', async () => {
    const other = {
      ...program({ it: '' }),
      prelude: '() => { globalThis.other = 1; return { enter() {}, leave: () => other } }',
    };
    for (let round = 0; round < 2; round += 1) {
      expect(outputOf(await sandbox.run(call('bot.set("seen", typeof other)')))).toEqual({ seen: 'undefined' });
      expect(outputOf(await sandbox.run({ ...call(''), program: { ...other, id: `other ${round}` } }))).toBe(1);
    }
  });

  test('memory that is handed out is empty, whatever was in it before', async () => {
    const fill = 'const kept = []; for (let i = 0; i < 10; i++) kept.push(new Uint8Array(3e5).fill(0xee))';
    const find = `const grown = new ArrayBuffer(1, { maxByteLength: 2e6 }); grown.resize(2e6);
      const all = [new Uint8Array(2e6), new Uint8Array(grown), new Uint8Array(new ArrayBuffer(8).transfer(1e6)), new Float64Array(1e5)];
      bot.set("dirty", all.filter((each) => each.some((byte) => byte !== 0)).length)`;
    await using patient = opened({ limits: { cpuMs: 5_000 } });
    expect(await patient.sandbox.run(call(fill))).toEqual({ output: {} });
    expect(await patient.sandbox.run(call(find))).toEqual({ output: { dirty: 0 } });
  });
});

describe('a script gets at nothing but the bot', () => {
  test.each([
    ['process', 'bot.set("x", typeof process)', 'undefined'],
    ['require', 'bot.set("x", typeof require)', 'undefined'],
    ['std and os', 'bot.set("x", typeof std + typeof os)', 'undefinedundefined'],
    ['fetch and timers', 'bot.set("x", typeof fetch + typeof setTimeout)', 'undefinedundefined'],
    ['the world outside', 'bot.set("x", typeof bot.get.constructor("return this")().process)', 'undefined'],
    ['callers', 'function f() { return f.caller } bot.set("x", `${f()}`)', 'undefined'],
    ['frames', 'Error.prepareStackTrace = (_, f) => f; bot.set("x", typeof new Error().stack)', 'string'],
    [
      'native',
      'bot.set("x", Reflect.ownKeys(globalThis).filter((k) => /host|native|frame/i.test(String(k))).length)',
      0,
    ],
  ])('not at %s', async (_what, source, expected) => {
    expect(await sandbox.run(call(source))).toEqual({ output: { x: expected } });
  });

  test('import fails with a sentence', async () => {
    const failed = failureOf(await sandbox.run(call('import("node:fs")')));
    expect(failed?.message).toContain('a script cannot import modules');
    const caught = await sandbox.run(call('await import("x").catch((error) => bot.set("x", error.stack || ""))'));
    expect(JSON.stringify(caught)).not.toContain('quickjs-wasi');
  });

  test('not at who called it, by way of what is called back', async () => {
    const source = `const seen = [];
      const spy = { toJSON() { try { null.x } catch (error) { seen.push(typeof error.stack) } return 1 } };
      bot.ask("echo", spy); bot.set("x", seen)`;
    expect(await sandbox.run(call(source))).toEqual({ output: { x: ['string'] } });
  });
});

describe('a script that changes the builtins hurts itself only', () => {
  test.each([
    'JSON.stringify = JSON.parse = () => "hacked"; JSON = null',
    'String = Object = Array = Promise = Error = Math = undefined',
    'Function.prototype.call = Function.prototype.apply = () => "hacked"',
    'Array.prototype[Symbol.iterator] = String.prototype.slice = () => { throw 1 }',
    'Object.defineProperty(Object.prototype, "failed", { set() { throw 1 }, get() { throw 1 } })',
    'Object.setPrototypeOf(globalThis, new Proxy({}, { get() { throw 1 }, has() { return false } }))',
    'globalThis.bot = { get enter() { throw 1 } }',
  ])('%s', async (source) => {
    expect(await sandbox.run(call(`bot.set("x", 1); ${source}`))).toEqual({ output: { x: 1 } });
    expect(
      await sandbox.run(call(`const { ask } = bot; bot.set("x", ask("echo", 2)); ${source}; ask("echo", 3)`)),
    ).toEqual({
      output: { x: ['secret', 2, 'it'] },
    });
  });

  test('toJSON everywhere changes the output, which is the script’s own', async () => {
    expect(await sandbox.run(call('Object.prototype.toJSON = () => 7'))).toEqual({ output: 7 });
    expect(
      failureOf(await sandbox.run(call('Object.prototype.toJSON = () => { throw new Error("no") }'))),
    ).toMatchObject({
      message: 'Error: no',
    });
  });
});

describe('host functions', () => {
  test('answer the prelude', async () => {
    expect(await sandbox.run(call('bot.set("x", bot.ask("echo", { a: [1] }))'))).toEqual({
      output: { x: ['secret', { a: [1] }, 'it'] },
    });
    expect(await sandbox.run(call('bot.set("x", bot.ask("echo"))'))).toEqual({ output: { x: ['secret', null, 'it'] } });
  });

  test('that throw are an error of the guest, without a stack of the host', async () => {
    const caught =
      'try { bot.ask("fails", 1) } catch (error) { bot.set("x", [error.message, error instanceof Error]) }';
    expect(await sandbox.run(call(caught))).toEqual({ output: { x: ['no luck', true] } });
    expect(await sandbox.run(call('\nbot.ask("fails", 1)'))).toEqual({
      failed: { reason: 'error', message: 'Error: no luck', script: 'it', line: 2 },
    });
    expect(failureOf(await sandbox.run(call('bot.ask("toString", 1)')))?.message).toContain('no host function');
  });
});
