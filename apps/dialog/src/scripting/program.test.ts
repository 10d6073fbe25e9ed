import { Bot } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { describeFailure, programOf, scriptName } from './program.ts';
import { input, scripts } from './script.fixture.ts';

const { call } = scripts();

const bot = (globals?: string, script = `botContext.sendMessage('from script')`) =>
  Bot.parse({
    id: 'shop',
    name: 'Shop',
    globals,
    dialogs: [
      {
        name: 'Welcome',
        interactions: [
          { type: 'text', name: 'welcome', text: 'Hi', preProcess: 'greet("pre")', postProcess: 'greet("post")' },
          { type: 'text_question', name: 'ask', text: 'What?', processUserResponse: 'greet("user")' },
          { type: 'api', name: 'orders', url: 'https://api.example', transformResult: 'greet("result")' },
          { type: 'script', name: 'calculate', script },
          { type: 'text', name: 'plain', text: 'Bye' },
        ],
      },
    ],
  });

const runOf = (program: ReturnType<typeof programOf>, script: string | { global: string }) =>
  call({ program, script, input: { ...input }, seed: 's' });

test('a bot’s panels are the scripts of its program', () => {
  expect(Object.keys(programOf(bot()).scripts)).toEqual([
    'welcome preProcess',
    'welcome postProcess',
    'ask processUserResponse',
    'orders transformResult',
    'calculate script',
  ]);
  expect(scriptName('welcome', 'preProcess')).toBe('welcome preProcess');
});

test('the same scripts are the same program, others another one', () => {
  const { id } = programOf(bot('var a;'));
  expect(programOf(bot('var a;')).id).toBe(id);
  expect(programOf(bot('var b;')).id).not.toBe(id);
  expect(programOf(bot('var a;', 'var other;')).id).not.toBe(id);
});

test('a panel sees the global functions', async () => {
  const program = programOf(bot(`function greet(who) { botContext.sendMessage('Hello ' + who); }`));
  for (const [name, who] of [
    ['welcome preProcess', 'pre'],
    ['welcome postProcess', 'post'],
    ['ask processUserResponse', 'user'],
    ['orders transformResult', 'result'],
  ] as const) {
    expect(await runOf(program, name)).toMatchObject({ output: { messages: [{ text: `Hello ${who}` }] } });
  }
});

test('__initConversation is a global function that can be run', async () => {
  const program = programOf(
    bot(`function __initConversation() {
      var url = 'https://form.example/?userId=' + botContext.getUserPlatformId() + '&convId=' +
        botContext.getConversationId() + '&botId=' + botContext.getChatBotId();
      botContext.setBotVariable('formURL', url, true, false);
    }`),
  );
  const value = 'https://form.example/?userId=ada&convId=c-1&botId=shop';
  expect(await runOf(program, { global: '__initConversation' })).toMatchObject({
    output: { set: [{ name: 'formURL', value, scope: 'session' }] },
  });
});

test('a bot without __initConversation is told apart from one whose does nothing', async () => {
  const { failed } = await runOf(programOf(bot()), { global: '__initConversation' });
  expect(failed?.reason).toBe('missing');
});

test('a failure is one sentence for the author', async () => {
  const program = programOf(bot(`function greet(who) {\n  who.shout();\n}`, 'var a = 1;\n\nthrow new Error("no");'));
  const describe = async (script: string) => {
    const { failed } = await runOf(program, script);
    return failed && describeFailure(failed);
  };
  expect(await describe('calculate script')).toBe('script "calculate script" line 3: Error: no');
  expect(await describe('welcome preProcess')).toMatch(/^the globals line 2: TypeError: /);
  expect(describeFailure({ reason: 'time', message: 'it took too long' })).toBe('it took too long');
});
