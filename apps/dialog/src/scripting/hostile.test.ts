import { expect, test } from 'vitest';
import { ScriptOutput } from './exchange.ts';
import { scripts } from './script.fixture.ts';

const { run, done, failure } = scripts();

/** Uses most of botContext. */
const honest = `
  var bc = botContext;
  bc.setBotVariable('list', [1, { deep: 'x' }], true);
  bc.setBotVariable('again', bc.getBotVariable('list'), false);
  bc.sendMessages(['One', 'Two']);
  bc.sendMessageWithQuickReplies('Three', ['Yes~y', 'No']);
  bc.addQuickReplies(['A~a']);
  bc.setMessageDelay(500);
  bc.setTriggerNextMessage('next');
  bc.printDebugMessage('logged');
  bc.getLPEngagementAttribute('unknown');
  bc.setBotVariable('option', bc.evaluateOptions(' b ', ['Red', 'Green']));
  bc.setBotVariable('views', bc.getWebViewVariables());
`;
const around = { input: { webView: { a: { b: 1 } } } };

/** What a script may do to the language before it goes on. */
const tampering: readonly string[] = [
  `JSON.stringify = JSON.parse = function () { return 'mine'; };`,
  `JSON = undefined;`,
  `Array.prototype.push = Array.prototype.map = Array.prototype.join = function () { throw new Error('mine'); };`,
  `Array.isArray = function () { return false; };`,
  `Array.prototype[Symbol.iterator] = function () { return { next: function () { return { done: true }; } }; };`,
  `['type', 'text', 'name', 'value', 'scope', 'title', 'payload', 'set', 'length', 'api', 'stopped', 'json'].forEach(function (name) {
     Object.defineProperty(Object.prototype, name, { __proto__: null,
       set: function () { throw new Error('told of it'); }, get: function () { return 'from the prototype'; } }); });`,
  `Object.prototype.enumerable = true; Object.prototype.writable = false; Object.prototype.value = 'v';`,
  `Object.freeze = Object.keys = Object.assign = Object.create = Object.setPrototypeOf = Object.hasOwn = null;`,
  `Object.defineProperty = Object.entries = null; Object = null;`,
  `Function.prototype.call = Function.prototype.apply = Function.prototype.bind = null;`,
  `Reflect.apply = Reflect.get = null; Reflect = null;`,
  `['trim', 'slice', 'indexOf', 'startsWith', 'toLowerCase', 'toString', 'charAt', 'split'].forEach(function (name) {
     String.prototype[name] = function () { return 'mine'; }; });`,
  `String = function () { return 'mine'; }; String.fromCharCode = null;`,
  `Number.isInteger = Number.isFinite = isFinite = function () { return false; }; Number = null; Math = null;`,
  `Error = function () { throw 'mine'; }; TypeError = Error; Error.prototype = null;`,
  `Proxy = undefined; Promise = undefined; Symbol = undefined;`,
  `botContext = { sendMessage: function () {} }; console = null;`,
  `delete globalThis.botContext; globalThis.botContext = null;`,
  `try { Object.defineProperty(globalThis, 'botContext', { value: null }); } catch (e) {}`,
  `try { botContext.sendMessages = null; } catch (e) {}
   try { delete botContext.sendMessages; } catch (e) {}
   try { Object.defineProperty(botContext, 'sendMessages', { value: null }); } catch (e) {}
   try { Object.setPrototypeOf(botContext, null); } catch (e) {}
   try { botContext.sendMessages.call = null; } catch (e) {}`,
];

const untouched = done(honest, around);

test.for(tampering)('botContext works as before after: %s', async (first) => {
  expect(await done(first + honest, around)).toEqual(await untouched);
});

test.for(tampering)('errors say the same after: %s', async (first) => {
  expect(await failure(`${first} botContext.setMessageDelay(-1);`)).toBe(
    await failure('botContext.setMessageDelay(-1);'),
  );
  expect(await failure(`${first} botContext.getBotId();`)).toBe(await failure('botContext.getBotId();'));
});

test('toJSON on every object changes what the script itself keeps, and nothing else', async () => {
  const { messages, set, log } = await done(
    `Object.prototype.toJSON = Array.prototype.toJSON = function () { return 'mine'; };
     botContext.setBotVariable('a', { b: 1 });
     botContext.sendMessage('Hello');
     botContext.printDebugMessage('x');`,
  );
  expect(messages).toEqual([{ type: 'text', text: 'Hello' }]);
  expect(log).toEqual(['x']);
  expect(set).toEqual([{ name: 'a', value: 'mine', scope: 'request' }]);
});

test('a setter that the engine itself tells of our lists can only spoil its own script', async () => {
  const first = (setter: string) =>
    `Object.defineProperty(Array.prototype, '0', { set: function (value) { ${setter} } }); botContext.sendMessage('Hello');`;
  const { failed } = await run(first(`throw new Error('mine')`));
  expect(failed).toMatchObject({ message: 'Error: mine', script: 'welcome script', line: 1 });
  const ran = await run(first(`value.messages = 'mine';`));
  expect(ran.failed).toBeUndefined();
  expect(ScriptOutput.safeParse(ran.output).success).toBe(false);
});

test('what one run does to the language the next one does not find', async () => {
  await run(
    `Object.prototype.leak = 'leak'; Array.prototype.push = null; globalThis.leak = 'leak'; JSON.leak = 'leak';`,
  );
  const { log } = await done(`console.log(typeof leak, typeof {}.leak, typeof [].push, typeof JSON.leak);`);
  expect(log).toEqual(['undefined undefined function undefined']);
});

test('a getter that throws is the script’s own error', async () => {
  const thrower = `{ get a() { throw new TypeError('got'); } }`;
  expect(await failure(`botContext.setBotVariable('x', ${thrower})`)).toBe('TypeError: got');
  expect(await failure(`botContext.createReturnLink(${thrower})`)).toBe('TypeError: got');
  expect(
    await failure(`var list = ['a']; Object.defineProperty(list, 0, { get: function () { throw new Error('got'); } });
    botContext.sendMessages(list)`),
  ).toBe('Error: got');
});

test('a getter may use botContext, and stop the script', async () => {
  const { set, messages, stopped } = await done(
    `botContext.setBotVariable('outer', { get a() { botContext.setBotVariable('inner', 1); return 2; } });
     botContext.setBotVariable('never', { get a() { botContext.sendImmediateReply('Bye'); } });`,
  );
  expect(set.map(({ name }) => name).toSorted()).toEqual(['inner', 'outer']);
  expect(messages).toEqual([{ type: 'text', text: 'Bye' }]);
  expect(stopped).toBe(true);
});

test('a list without an end takes the script’s time, not ours', async () => {
  const { failed } = await run(`botContext.sendMessages(new Proxy([], {
    get: function (list, name) { return name === 'length' ? Infinity : 'x'; } }))`);
  expect(failed?.reason).toMatch(/^(time|memory)$/);
});

test('what waits in a promise is sent, unless the script was stopped', async () => {
  const later = `Promise.resolve().then(function () { botContext.sendMessage('later'); });`;
  expect((await done(later)).messages).toEqual([{ type: 'text', text: 'later' }]);
  const { messages, stopped } = await done(`${later} botContext.sendImmediateReply('Bye');`);
  expect(messages).toEqual([{ type: 'text', text: 'Bye' }]);
  expect(stopped).toBe(true);
});

test('an async script is stopped like any other', async () => {
  const { messages } = await done(
    `await null; try { botContext.sendImmediateReply('Bye'); } finally { botContext.sendMessage('no'); }`,
  );
  expect(messages).toEqual([{ type: 'text', text: 'Bye' }]);
});

test('there is nothing else of ours to be found', async () => {
  const { log } = await done(
    `var own = Object.getOwnPropertyNames(globalThis);
     var mine = own.filter(function (name) { return /^(host|guest|stop|prelude|parts|bounds|process|require|native)$/.test(name); });
     console.log(mine, typeof botContext.constructor.constructor('return this.process')());`,
  );
  expect(log).toEqual(['[] undefined']);
});
