import { expect, test, vi } from 'vitest';
import { passes, Stage, texts } from './stage.fixture.ts';

test('a token is renewed in the middle of its life, without another socket', async () => {
  using stage = new Stage();
  stage.chat.expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const talk = await stage.started();
  await passes(1_700_000);
  expect(stage.chat.posts).toEqual(['open']);
  stage.chat.expiresAt = '2999-01-01T00:00:00Z';
  await passes(200_000);
  expect(stage.chat.posts).toEqual(['open', 'token']);
  expect(stage.chat.open).toHaveLength(1);
  stage.chat.last.end(4419);
  await passes(600);
  expect(stage.chat.posts).toEqual(['open', 'token']);
  expect(stage.chat.last.said[0]).toMatchObject({ token: 'c-1 2' });
  expect(talk.now.status).toBe('online');
});

test('what is kept for long is renewed before it is used; if that can’t be done now, it is used as it is', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  talk.destroy();
  vi.setSystemTime(Date.now() + 13 * 3_600_000);
  stage.chat.refuse('token', 'unavailable');
  const again = await stage.started();
  expect(again.now.status).toBe('online');
  expect(stage.chat.last.said[0]).toMatchObject({ token: 'c-1 1' });
  const third = await stage.reload(again);
  expect(third.now.status).toBe('online');
  expect(stage.chat.last.said[0]).toMatchObject({ token: 'c-1 2' });
});

test('who speaks where nothing can be said any more speaks in a new conversation', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.end(4401);
  talk.say('hello');
  await passes();
  expect(talk.now).toMatchObject({ current: { conversationId: 'c-2' }, pending: [] });
  expect(texts(talk)).toEqual(['hello']);
});

test('one that has ended is renewed if it can be', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.end(4419);
  await passes(600);
  expect(stage.chat.posts).toEqual(['open', 'token']);
  expect(talk.now.status).toBe('online');
});

test('one that is worth nothing ends the conversation; what was not taken can be said in the next', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.isDead = true;
  talk.say('hello');
  stage.chat.refuse('token', 'token_expired');
  stage.chat.last.end(4419);
  await passes(600);
  expect(talk.now).toMatchObject({
    status: 'ended',
    ended: 'unauthorized',
    pending: [],
    refused: [{ text: 'hello' }],
  });
  const again = await stage.reload(talk);
  expect(again.now).toMatchObject({ status: 'online' });
  stage.chat.last.end(4401);
  again.start();
  await passes();
  expect(again.now).toMatchObject({ status: 'online', current: { conversationId: 'c-2' } });
  again.again(again.now.refused[0]?.id ?? '');
  await passes();
  expect(texts(again)).toEqual(['hello']);
  expect(again.now.known).toHaveLength(2);
});

test('of an erased conversation nothing is left', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.answer();
  talk.say('secret');
  await passes();
  stage.chat.last.end(4410);
  await passes();
  expect(talk.now).toMatchObject({ status: 'ended', ended: 'erased', messages: [], known: [], current: null });
  expect(JSON.stringify([...stage.browser.items])).not.toContain('secret');
  talk.begin();
  await passes();
  expect(talk.now).toMatchObject({ status: 'online', current: { conversationId: 'c-2' } });
});

test.each([
  [4403, 'origin_forbidden'],
  [4404, 'bot_unknown'],
  [4400, 'frame_invalid'],
])('a socket closed with %i ends attempts', async (code, ended) => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.end(code);
  await passes(100_000);
  expect(talk.now).toMatchObject({ status: 'ended', ended });
  expect(stage.chat.sockets).toHaveLength(1);
});
