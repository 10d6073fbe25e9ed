import { afterAll, describe, expect, test } from 'vitest';
import { Engine } from './engine.ts';
import { engineModule } from './engine-module.ts';
import { whatFailed } from './failure.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { call, failureOf, program, reasonOf } from './sandbox.fixture.ts';
import { Sandbox } from './sandbox.ts';

const sandbox = new Sandbox({ workers: 1 });
afterAll(() => sandbox.close());

describe('lines are those of the author', () => {
  test('of a syntax error', async () => {
    const failed = failureOf(await sandbox.run(call('var a;\nvar b = ;\n')));
    expect(failed).toMatchObject({ reason: 'syntax', script: 'it', line: 2 });
  });

  test('of an error in the first line, with its name and message', async () => {
    const failed = failureOf(await sandbox.run(call('null.x')));
    expect(failed).toMatchObject({ reason: 'error', script: 'it', line: 1 });
    expect(failed?.message).toMatch(/^TypeError: /);
  });

  test('of an error in a function of the globals that a script calls', async () => {
    const globals = '\nfunction fails() {\n  throw new RangeError("no");\n}';
    expect(await sandbox.run(call('\nfails()', { globals }))).toEqual({
      failed: { reason: 'error', message: 'RangeError: no', script: 'globals', line: 3 },
    });
  });

  test('of an error inside what the prelude offers: where the author called it', async () => {
    const prelude = `(host, stop) => { globalThis.bot = {\n\n\n fail() { throw new Error('inside') } };
      return { enter() {}, leave() {} } }`;
    const failing = { ...call('1;\nbot.fail()'), program: { ...program({ it: '1;\nbot.fail()' }), prelude } };
    expect(await sandbox.run(failing)).toEqual({
      failed: { reason: 'error', message: 'Error: inside', script: 'it', line: 2 },
    });
  });

  test('of globals that fail when they are loaded', async () => {
    expect(await sandbox.run(call('', { globals: '\n\nnowhere()' }))).toMatchObject({
      failed: { reason: 'error', script: 'globals', line: 3 },
    });
    expect(await sandbox.run(call('', { globals: 'Date.now();\nnowhere()' }))).toMatchObject({
      failed: { reason: 'error', script: 'globals', line: 2 },
    });
    expect(await sandbox.run(call('', { globals: 'let x = {\n;' }))).toMatchObject({
      failed: { reason: 'syntax', script: 'globals', line: 2 },
    });
  });

  test('of a script with a name like no file', async () => {
    const name = 'a (globals:7)\n x/1:3';
    const odd = program({ first: '', [name]: '\nthrow new Error("x")' });
    const ran = await sandbox.run({ program: odd, script: name, input: {}, now: 0, seed: '' });
    expect(failureOf(ran)).toMatchObject({ script: name, line: 2 });
  });
});

test.each([
  ['throw "text"', 'the script threw text'],
  ['throw undefined', 'the script threw undefined'],
  ['throw Symbol("s")', 'the script threw Symbol(s)'],
  ['throw { message: "m" }', 'm'],
  ['throw {}', 'the script threw an object'],
  ['throw { get message() { throw 1 } }', 'the script threw something that cannot be read'],
  ['throw new Proxy({}, { get() { throw 1 } })', 'the script threw something that cannot be read'],
  ['throw new Error("x".repeat(1e5))', `Error: ${'x'.repeat(993)}`],
])('%s', async (source, message) => {
  expect(failureOf(await sandbox.run(call(source)))).toMatchObject({ reason: 'error', message });
});

test('a script with a bad line does not keep the others from running', async () => {
  const both = program({ bad: 'var = 1', good: 'bot.set("x", 1)' });
  const rest = { program: both, input: {}, now: 0, seed: '' };
  expect(reasonOf(await sandbox.run({ ...rest, script: 'bad' }))).toBe('syntax');
  expect(await sandbox.run({ ...rest, script: 'good' })).toEqual({ output: { x: 1 } });
});

test('a prelude that fails says so', async () => {
  const broken = { ...program({ it: '' }), prelude: '() => ({})' };
  const ran = await sandbox.run({ program: broken, script: 'it', input: {}, now: 0, seed: '' });
  expect(failureOf(ran)?.message).toContain('the prelude must give');
});

test('check finds what would not compile, and its line', async () => {
  expect(await sandbox.check('return 1', 'script')).toBeNull();
  expect(await sandbox.check('await x; // end', 'script')).toBeNull();
  expect(await sandbox.check('let x = 1;\nfunction f() {}', 'globals')).toBeNull();
  expect(await sandbox.check('neverDefined()', 'globals')).toBeNull();
  expect(await sandbox.check('\nlet x = 1; let x = 2;', 'script')).toMatchObject({ reason: 'syntax', line: 2 });
  expect(await sandbox.check('\n\nreturn 1', 'globals')).toMatchObject({
    reason: 'syntax',
    script: 'globals',
    line: 3,
  });
  expect(await sandbox.check('}', 'script')).toMatchObject({ reason: 'syntax' });
  expect(await sandbox.check('import x from "y"', 'script')).toMatchObject({ reason: 'syntax' });
});

describe('an engine that failed itself is not used again', () => {
  const engine = () =>
    Engine.first({ module: engineModule(), memoryBytes: DEFAULT_LIMITS.memoryBytes, host: () => 'null' });
  const trap = new RangeError('Maximum call stack size exceeded');

  test('nor is one whose script had no time left when it did', async () => {
    const late = await engine();
    late.budget.start(1);
    while (!late.budget.over());
    expect(whatFailed(trap, { engine: late, names: [] })).toMatchObject({ reason: 'time' });
    expect(late.worn).toBe(true);
  });

  test('one whose script was interrupted is', async () => {
    const late = await engine();
    late.budget.start(1);
    try {
      late.vm.evalCode('for (;;);', 'x').dispose();
    } catch (error) {
      expect(whatFailed(error, { engine: late, names: [] })).toMatchObject({ reason: 'time' });
    }
    expect(late.budget.spent).toBe(true);
    expect(late.worn).toBe(false);
  });
});
