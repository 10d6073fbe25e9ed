import { expect, test, vi } from 'vitest';
import { passes, Stage, texts } from './stage.fixture.ts';

test('a connection that breaks is made again, from what was looked at on; nothing is shown twice', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  for (let i = 0; i < 3; i += 1) stage.chat.answer();
  talk.look(true);
  await passes();
  talk.look(false);
  for (let i = 0; i < 2; i += 1) stage.chat.answer();
  await passes();
  stage.chat.cut();
  expect(talk.now.status).toBe('offline');
  stage.chat.isReachable = true;
  stage.chat.answer();
  await passes(600);
  expect(talk.now.status).toBe('online');
  expect(stage.chat.last.said[0]).toMatchObject({ type: 'hello', after: 3, epoch: 'e1' });
  expect(talk.now.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('attempts become rare, and never further apart than half a minute', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.cut();
  await passes(300_000);
  const before = stage.chat.sockets.length;
  await passes(300_000);
  expect(stage.chat.sockets.length - before).toBeGreaterThanOrEqual(9);
  expect(stage.chat.sockets.length - before).toBeLessThanOrEqual(21);
  expect(talk.now.status).toBe('offline');
});

test.each(['online', 'pageshow', 'visibilitychange'])('the next attempt is at once after %s', async (event) => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  stage.chat.cut();
  await passes(120_000);
  stage.chat.isReachable = true;
  tab.tell(event);
  await passes(50);
  expect(talk.now.status).toBe('online');
});

test('what goes well begins the count of attempts anew', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  for (let i = 0; i < 8; i += 1) {
    stage.chat.last.end(1006);
    await passes(600);
    expect(talk.now.status).toBe('online');
  }
  stage.chat.cut();
  await passes(120_000);
  tab.tell('online');
  await passes(20);
  const before = stage.chat.sockets.length;
  await passes(500);
  expect(stage.chat.sockets.length).toBe(before + 1);
});

test('on another network a socket is replaced, however fresh', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  stage.chat.last.isDead = true;
  tab.tell('online');
  expect(talk.now.status).toBe('online');
  await passes();
  stage.chat.answer();
  await passes();
  expect(texts(talk)).toEqual(['1']);
});

test('what an attempt comes to that was given up is nobody’s business', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  talk.begin();
  talk.choose('c-1');
  await passes(1000);
  expect(stage.chat.open).toHaveLength(1);
  expect(talk.now).toMatchObject({ status: 'online', current: { conversationId: 'c-1' } });
  expect(talk.now.known).toHaveLength(1);
});

test('a tab that is hidden is not connected anew for that', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  await stage.started(tab);
  await passes(60_000);
  tab.show(false);
  await passes();
  expect(stage.chat.sockets).toHaveLength(1);
});

test('a browser without network shows at once', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  stage.chat.isReachable = false;
  tab.tell('offline');
  expect(talk.now.status).toBe('offline');
  stage.chat.isReachable = true;
  tab.tell('online');
  await passes(50);
  expect(talk.now.status).toBe('online');
});

test('a socket that died in a sleep is replaced', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.isDead = true;
  stage.chat.answer();
  // Timers don't go on in a sleep; the clock does.
  vi.setSystemTime(Date.now() + 3_600_000);
  await passes(10_100);
  expect(texts(talk)).toEqual(['1']);
  expect(talk.now.status).toBe('online');
});

test('a socket that has died under a tab that is in sight is replaced once its beats are missed', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  for (let beats = 0; beats < 10; beats += 1) {
    stage.chat.last.tell({ type: 'beat' });
    await passes(30_000);
  }
  expect(stage.chat.sockets).toHaveLength(1);
  stage.chat.last.isDead = true;
  stage.chat.answer();
  await passes(80_000);
  expect(texts(talk)).toEqual(['1']);
  expect(talk.now.status).toBe('online');
});

test('where there is no network any more, a tab that misses the beats says so', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.tell({ type: 'beat' });
  await passes();
  stage.chat.last.isDead = true;
  stage.chat.isReachable = false;
  await passes(80_000);
  expect(talk.now.status).toBe('offline');
});

test('whoever reads for long between two beats hears enough', async () => {
  using stage = new Stage();
  await stage.started();
  stage.chat.last.tell({ type: 'beat' });
  for (let times = 0; times < 10; times += 1) {
    await passes(30_000);
    stage.chat.answer();
  }
  expect(stage.chat.sockets).toHaveLength(1);
});

test('a server that tells no beats is not asked for them', async () => {
  using stage = new Stage();
  await stage.started();
  await passes(300_000);
  expect(stage.chat.sockets).toHaveLength(1);
});

test('who comes back to a tab that has heard nothing for long sees what is true', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  tab.show(false);
  stage.chat.last.isDead = true;
  stage.chat.answer();
  tab.show(true);
  await passes(50);
  expect(texts(talk)).toEqual([]);
  tab.show(false);
  await passes(31_000);
  tab.show(true);
  await passes(50);
  expect(texts(talk)).toEqual(['1']);
});

test('a socket that is never welcomed is given up', async () => {
  using stage = new Stage();
  const talk = stage.load();
  talk.start();
  await passes(12);
  for (const socket of stage.chat.sockets) socket.isDead = true;
  await passes(11_000);
  expect(stage.chat.sockets.length).toBeGreaterThan(1);
  expect(talk.now.status).toBe('online');
});

test('a transcript that begins anew is shown anew, and is no news', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  const heard: string[] = [];
  talk.onMessage(({ id }) => heard.push(id));
  talk.look(true);
  for (let i = 0; i < 2; i += 1) stage.chat.answer();
  await passes();
  stage.chat.epoch = 'e2';
  stage.chat.last.tell({ type: 'welcome', epoch: 'e2', head: 2 });
  for (const message of stage.chat.only.messages) stage.chat.last.tell({ type: 'message', message });
  stage.chat.answer();
  talk.look(false);
  await passes();
  expect(talk.now.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(heard).toEqual(['m-1', 'm-2', 'm-3']);
  expect(talk.now.unread).toBe(1);
});

test('5,000 messages that come fast are told in few pictures', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  let pictures = 0;
  talk.watch(() => (pictures += 1));
  const start = performance.now();
  for (let i = 0; i < 5000; i += 1) stage.chat.answer();
  await passes();
  expect(talk.now.messages).toHaveLength(5000);
  expect(pictures).toBeLessThan(10);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('what has not changed in a picture is the same', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.answer();
  await passes();
  const { messages, known, pending } = talk.now;
  let pictures = 0;
  talk.watch(() => (pictures += 1));
  talk.look(false);
  await passes();
  expect(pictures).toBe(0);
  stage.chat.last.tell({ type: 'typing' });
  await passes();
  expect(pictures).toBe(1);
  expect([talk.now.messages === messages, talk.now.known === known, talk.now.pending === pending]).toEqual([
    true,
    true,
    true,
  ]);
});
