import { expect, test, vi } from 'vitest';
import { passes, Stage, texts } from './stage.fixture.ts';

test('nothing is asked of the server before it is started', async () => {
  using stage = new Stage();
  const talk = stage.load();
  await passes(60_000);
  expect(talk.now).toMatchObject({ status: 'idle', current: null, known: [] });
  expect([stage.chat.posts, stage.chat.sockets]).toEqual([[], []]);
});

test('a conversation is opened, and after a reload the same one goes on', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  expect(talk.now).toMatchObject({ status: 'online', current: { conversationId: 'c-1', userId: 'u-c-1' } });
  const again = await stage.reload(talk);
  expect(again.now).toMatchObject({ status: 'online', current: { conversationId: 'c-1' } });
  expect(stage.chat.conversations.size).toBe(1);
});

test('what was said before there is a conversation waits for it', async () => {
  using stage = new Stage();
  stage.chat.cut();
  const talk = stage.load();
  talk.say(' hello ');
  await passes(1000);
  expect(talk.now).toMatchObject({ status: 'offline', pending: [{ text: 'hello' }] });
  const again = stage.load();
  talk.destroy();
  stage.chat.isReachable = true;
  again.start();
  await passes(1000);
  expect(texts(again)).toEqual(['hello']);
  expect(again.now.pending).toEqual([]);
});

test.each([
  ['with locks', {}],
  ['without locks', { locks: null }],
])('tabs that come at once open one conversation, %s', async (_, more) => {
  using stage = new Stage();
  const both = [
    stage.load(stage.browser.tab(more)),
    stage.load(stage.browser.tab(more)),
    stage.load(stage.browser.tab(more)),
  ];
  for (const talk of both) talk.start();
  await passes(2000);
  expect(both.map(({ now }) => now.current?.conversationId)).toEqual(['c-1', 'c-1', 'c-1']);
  expect(both.map(({ now }) => now.status)).toEqual(['online', 'online', 'online']);
  expect(stage.chat.posts).toEqual(['open']);
});

test.each([
  ['bot_unknown', 'bot_unknown'],
  ['bot_disabled', 'bot_disabled'],
  ['origin_forbidden', 'origin_forbidden'],
  ['field_invalid', 'frame_invalid'],
] as const)('after %s there is no other attempt until it is started again', async (code, ended) => {
  using stage = new Stage();
  stage.chat.refuse('open', code);
  const talk = await stage.started();
  await passes(60_000);
  expect(talk.now).toMatchObject({ status: 'ended', ended });
  expect(stage.chat.posts).toEqual(['open']);
  talk.say('hello');
  await passes();
  expect(talk.now).toMatchObject({ status: 'online', ended: null });
  expect(texts(talk)).toEqual(['hello']);
});

test('a server with too much to do is asked again, not sooner than it wants', async () => {
  using stage = new Stage();
  stage.chat.refuse('open', 'rate_limited', 7);
  const talk = await stage.started();
  await passes(6800);
  expect([talk.now.status, stage.chat.posts.length]).toEqual(['offline', 1]);
  await passes(1000);
  expect(talk.now.status).toBe('online');
});

test('the socket is where the server is now', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  expect(stage.chat.last.address).toBe('ws://sockets/v1/socket');
  talk.destroy();
  stage.load(stage.browser.tab(), 'https://moved.example/chat').start();
  await passes();
  expect(stage.chat.last.address).toBe('wss://moved.example/chat/v1/socket');
});

test('the person ends the conversation, after what they said, whatever happens', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.cut();
  talk.say('bye');
  talk.end();
  talk.end();
  await passes();
  talk.destroy();
  stage.chat.isReachable = true;
  stage.chat.refuse('close', 'unavailable');
  const again = await stage.started();
  await passes(2000);
  expect(stage.chat.only.messages.map(({ type }) => type)).toEqual(['text', 'closed']);
  expect(again.now).toMatchObject({ closed: true, current: { closed: true } });
  expect((await stage.reload(again)).now.known).toMatchObject([{ closed: true }]);
  expect(stage.chat.posts.filter((what) => what === 'close')).toHaveLength(2);
});

test('who logs in leaves the conversation of another; it is not listed meanwhile', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  talk.identify({ userId: 'ada', attributes: { plan: 'gold' } });
  await passes();
  expect(talk.now).toMatchObject({ status: 'idle', current: null, known: [], messages: [] });
  talk.say('hello');
  await passes();
  expect(talk.now).toMatchObject({ current: { conversationId: 'c-2', userId: 'ada' } });
  expect(stage.chat.conversations.get('c-2')?.asked).toEqual({
    botId: 'shop',
    userId: 'ada',
    attributes: { plan: 'gold' },
  });
  talk.identify({ userId: 'ada' });
  expect(talk.now.current?.conversationId).toBe('c-2');
  talk.identify({});
  await passes();
  expect(talk.now.known).toHaveLength(2);
});

test('who logs in while a conversation is being opened gets one of their own', async () => {
  using stage = new Stage();
  const talk = stage.load();
  talk.start();
  await passes(7);
  talk.identify({ userId: 'ada' });
  await passes(1000);
  expect(talk.now).toMatchObject({ status: 'online', current: { userId: 'ada' } });
  expect([...stage.browser.items.keys()].filter((name) => name.includes('conversation:'))).toHaveLength(1);
});

test('who goes to another conversation while one is being opened stays there', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  const other = stage.load();
  talk.begin();
  await passes(7);
  other.choose('c-1');
  await passes(1000);
  expect([talk, other].map(({ now }) => now.current?.conversationId)).toEqual(['c-1', 'c-1']);
});

test('an answer that says nothing is none', async () => {
  using stage = new Stage();
  const { fetch } = globalThis;
  let asked = 0;
  vi.stubGlobal('fetch', (...given: Parameters<typeof fetch>) =>
    (asked += 1) === 1 ? Promise.resolve(Response.json({})) : fetch(...given),
  );
  const talk = await stage.started();
  expect(talk.now).toMatchObject({ status: 'offline', known: [] });
  await passes(1000);
  expect(talk.now.status).toBe('online');
});

test('who leaves a page while it is hidden has been told everything', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab({ frame: () => {} });
  const talk = await stage.started(tab);
  const told: string[] = [];
  talk.watch(({ status }) => told.push(status));
  expect(told).toEqual([]);
  tab.show(false);
  expect(told).toEqual(['online']);
});

test('a tab that is destroyed says and hears nothing', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  let told = 0;
  talk.watch(() => (told += 1));
  talk.onMessage(() => (told += 1));
  talk.destroy();
  stage.chat.answer();
  tab.tell('online');
  await passes(100_000);
  expect(told).toBe(0);
  const ending = await stage.started(tab);
  stage.chat.refuse('close', 'unavailable');
  ending.end();
  await passes();
  const before = stage.chat.posts.length;
  ending.destroy();
  await passes(100_000);
  expect(stage.chat.posts.length).toBe(before);
  expect(stage.chat.open).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
