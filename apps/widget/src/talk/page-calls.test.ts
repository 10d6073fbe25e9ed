import type { Message } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { passes, Stage } from './stage.fixture.ts';

const asks = (name: string, timeoutMs = 3000): Partial<Message> => ({
  type: 'page_call',
  text: undefined,
  callId: '1:page',
  function: name,
  param: { session_id: 'c-1', lamp: 'aurora' },
  timeoutMs,
});

/** A tab with these functions, that has been asked for one of them. */
async function asked(stage: Stage, chatbot: unknown, call = asks('fn')) {
  const tab = stage.browser.tab();
  tab.chatbot = chatbot;
  const talk = await stage.started(tab);
  stage.chat.answer(call);
  await passes();
  return { tab, talk, socket: stage.chat.last };
}

const circle: Record<string, unknown> = {};
circle.circle = circle;

test.each<[string, unknown, object]>([
  ['a value', { fn: (param: { lamp: string }) => ({ sold: param.lamp }) }, { value: { sold: 'aurora' } }],
  ['a promise', { fn: async () => [1, null] }, { value: [1, null] }],
  ['nothing', { fn: () => {} }, { value: null }],
  ['what JSON has no word for', { fn: () => () => 1 }, { error: 'chatbot.fn returned a function, which is not JSON' }],
  ['what goes round in circles', { fn: () => circle }, { error: expect.stringContaining('circular') }],
  ['too much', { fn: () => 'é'.repeat(40_000) }, { error: 'chatbot.fn returned more than 60000 bytes' }],
  ['an error', { fn: () => Promise.reject(new Error('sold out')) }, { error: 'sold out' }],
  ['something else that is thrown', { fn: () => Promise.reject('no') }, { error: 'no' }],
  ['a function that is missing', { other: () => 1 }, { error: 'chatbot.fn is not a function' }],
  ['no functions at all', undefined, { error: 'chatbot.fn is not a function' }],
])('the bot hears of %s', async (_, chatbot, returned) => {
  using stage = new Stage();
  const { talk, socket } = await asked(stage, chatbot);
  await passes(400);
  expect(socket.all('claim')).toEqual([{ type: 'claim', callId: '1:page' }]);
  expect(socket.all('return')).toEqual([{ type: 'return', callId: '1:page', ...returned }]);
  expect(talk.now.messages).toEqual([]);
});

test('functions see their object; what every object has is none of them', async () => {
  using stage = new Stage();
  class Shop {
    name = 'lamps';
    fn() {
      return this.name;
    }
  }
  const { socket } = await asked(stage, new Shop());
  expect(socket.all('return')).toMatchObject([{ value: 'lamps' }]);
  stage.chat.answer({ ...asks('toString'), callId: '2:page' });
  await passes(400);
  expect(socket.all('return')[1]).toMatchObject({ error: 'chatbot.toString is not a function' });
});

test('what comes too late is not returned', async () => {
  using stage = new Stage();
  const { socket } = await asked(stage, { fn: () => new Promise((resolve) => setTimeout(resolve, 3100)) });
  await passes(10_000);
  expect(socket.all('return')).toEqual([]);
});

test('of two tabs one runs it; one that is seen goes before one that is hidden or has no such function', async () => {
  using stage = new Stage();
  const ran: string[] = [];
  const names = ['hidden', 'without', 'seen'];
  const tabs = names.map(() => stage.browser.tab());
  for (const [at, tab] of tabs.entries()) {
    if (at !== 1) tab.chatbot = { fn: () => ran.push(names[at] ?? '') };
    tab.show(at !== 0);
    await stage.started(tab);
  }
  stage.chat.answer(asks('fn'));
  await passes(1000);
  expect(ran).toEqual(['seen']);
  expect(stage.chat.open.flatMap((socket) => socket.all('return'))).toHaveLength(1);
});

test('nothing runs that a reload or a new connection finds', async () => {
  using stage = new Stage();
  let runs = 0;
  const chatbot = { fn: () => (runs += 1) };
  const { tab, talk } = await asked(stage, chatbot);
  expect(runs).toBe(1);
  stage.chat.claims.clear();
  await stage.reload(talk, tab);
  stage.chat.cut();
  stage.chat.answer({ ...asks('fn'), callId: '2:page' });
  stage.chat.isReachable = true;
  await passes(1000);
  expect(runs).toBe(1);
  expect(stage.chat.open.flatMap((socket) => socket.all('claim'))).toEqual([]);
});

test('what a conversation asks as it is opened is run by the tab that has opened it', async () => {
  using stage = new Stage();
  let runs = 0;
  const tab = stage.browser.tab();
  tab.chatbot = { fn: () => (runs += 1) };
  const talk = stage.load(tab);
  talk.start();
  await passes(8);
  stage.chat.answer(asks('fn'));
  expect(stage.chat.open).toEqual([]);
  await passes();
  expect(runs).toBe(1);
});

test('what a broken socket has lost is returned on the next one; a refusal that passes is tried again', async () => {
  using stage = new Stage();
  const { socket, talk } = await asked(
    stage,
    { fn: () => new Promise((resolve) => setTimeout(resolve, 500, 7)) },
    asks('fn', 60_000),
  );
  socket.isDead = true;
  await passes(500);
  expect(socket.all('return')).toHaveLength(1);
  stage.chat.refuse('return', 'unavailable');
  socket.end(1006);
  await passes(600);
  expect(stage.chat.last.all('return')).toHaveLength(1);
  await passes(1000);
  expect(stage.chat.last.all('return')).toMatchObject([{ value: 7 }, { value: 7 }]);
  await passes(5000);
  stage.chat.last.end(1006);
  await passes(600);
  expect(stage.chat.last.all('return')).toEqual([]);
  expect(talk.now.status).toBe('online');
});

test('a function that ends when another conversation is shown says nothing there', async () => {
  using stage = new Stage();
  const { talk } = await asked(stage, { fn: () => new Promise((resolve) => setTimeout(resolve, 500)) });
  talk.begin();
  await passes(2000);
  expect(stage.chat.sockets.flatMap((socket) => socket.all('return'))).toEqual([]);
});
