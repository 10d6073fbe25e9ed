import { expect, test } from 'vitest';
import { scripts } from './script.fixture.ts';

const { run, done, value } = scripts();

test('what a script sets it sees at once, in place of what was there', async () => {
  const { set, log } = await done(
    `var cart = botContext.getBotVariable('cart');
     cart.push('book');
     botContext.setBotVariable('cart', cart, true, false);
     cart.push('not set');
     botContext.printDebugMessage(botContext.getBotVariable('cart'));
     botContext.setBotVariable('cart', botContext.getBotVariable('cart').length);`,
    { input: { variables: { cart: ['pen'] } } },
  );
  expect(log).toEqual(['["pen","book"]']);
  expect(set).toEqual([{ name: 'cart', value: 2, scope: 'request' }]);
});

test('what a script changes without setting it stays as it was', async () => {
  const around = { input: { variables: { cart: ['pen'] }, webView: { a: { b: 1 } } } };
  expect(
    await value(
      `(botContext.getBotVariable('cart').push('x'), botContext.getWebViewVariable('a').b = 2,
        botContext.getWebViewVariables().a = 3,
        [botContext.getBotVariable('cart'), botContext.getWebViewVariable('a')])`,
      around,
    ),
  ).toEqual([['pen'], { b: 1 }]);
});

test('an API’s answer is read as authors of such bots do, and what a script sets instead is not wrapped', async () => {
  const input = { variables: { api_Orders: [{ id: 7 }], api_OrdersStatus: 200 } };
  const { set } = await done(
    `var orders = JSON.parse(botContext.getBotVariable('api_Orders').jsonData).api_Orders;
     botContext.setBotVariable('id', orders[0].id, true, false);
     botContext.setBotVariable('api_Orders', 'mine');
     botContext.setBotVariable('after', botContext.getBotVariable('api_Orders'));`,
    { input },
  );
  expect(set.map(({ name, value }) => [name, value])).toEqual([
    ['id', 7],
    ['api_Orders', 'mine'],
    ['after', 'mine'],
  ]);
});

test('sendImmediateReply stops a script wherever it is, and nothing that comes after it counts', async () => {
  const { messages, set, stopped } = await done(
    `function deep() {
       try {
         [1].forEach(function () { botContext.sendImmediateReply('Bye'); });
       } catch (e) {
         botContext.setBotVariable('caught', 1);
       } finally {
         botContext.sendMessage('finally');
       }
     }
     try { deep(); } catch (e) { }
     console.log('after');
     botContext.setBotVariable('after', 1);`,
  );
  expect(messages).toEqual([{ type: 'text', text: 'Bye' }]);
  expect(set).toEqual([]);
  expect(stopped).toBe(true);
});

test('who swallows the stop and throws an error of his own has failed', async () => {
  const { failed } = await run(`try { botContext.sendImmediateReply('Bye'); } catch (e) {}\nthrow new Error('mine');`);
  expect(failed).toMatchObject({ message: 'Error: mine', line: 2 });
});

test('a message list with a wrong one in it sends none', async () => {
  const { messages } = await done(`try { botContext.sendMessages(['One', null]); } catch (e) {}`);
  expect(messages).toEqual([]);
});

test('an error is in the author’s line, also when it is thrown in ours', async () => {
  const { failed } = await run(`var a = 1;\n\nbotContext.sendMessage(null);`);
  expect(failed).toMatchObject({ reason: 'error', script: 'welcome script', line: 3 });
  expect(await run(`\nbotContext.getBotId();`)).toMatchObject({ failed: { script: 'welcome script', line: 2 } });
  expect(await run(`\n\n\nvar x = (`)).toMatchObject({ failed: { reason: 'syntax', script: 'welcome script' } });
});

test('an error in a global function is in the line of the globals', async () => {
  const globals = `function greet(name) {\n  botContext.sendMessage(name);\n}`;
  expect(await run('greet(null)', { globals })).toMatchObject({ failed: { script: 'globals', line: 2 } });
  expect((await done('greet("Ada")', { globals })).messages).toEqual([{ type: 'text', text: 'Ada' }]);
});

test('botContext is of no use while the globals are loaded, and says so', async () => {
  const { failed } = await run('', { globals: `var name = botContext.getBotVariable('name');` });
  expect(failed).toMatchObject({ script: 'globals', line: 1, message: expect.stringContaining('only by a script') });
});

test('functions of botContext need no botContext before them', async () => {
  expect(await value('[botContext.getChatBotId].map(function (f) { return f(); })')).toEqual(['shop']);
});

test('the log is bounded, and says what it left out', async () => {
  const { log } = await done(
    `botContext.printDebugMessage('x'.repeat(5000));
     for (var i = 0; i < 150; i++) botContext.printDebugMessage(i);`,
  );
  expect(log).toHaveLength(101);
  expect(log[0]).toBe(`${'x'.repeat(999)}…`);
  expect(log[99]).toBe('98');
  expect(log[100]).toBe('… and 51 more');
});

test('whatever is logged can be logged', async () => {
  const { log } = await done(
    `var me = {}; me.me = me;
     console.log(me); console.log(Symbol('s')); console.log(5n); console.log(function f() {});
     console.log({ toJSON: function () { throw new Error('no'); } }); console.log();`,
  );
  expect(log).toEqual([
    'something that can not be shown',
    'Symbol(s)',
    'something that can not be shown',
    'function f() {}',
    'something that can not be shown',
    '',
  ]);
});

test('notes are bounded', async () => {
  const { notes } = await done(`for (var i = 0; i < 80; i++) botContext.getLPEngagementAttribute('a' + i);`);
  expect(notes).toHaveLength(50);
});
