import { expect, test, vi } from 'vitest';
import { passes, pending, Stage, texts } from './stage.fixture.ts';

const said = (stage: Stage, id: string) => stage.chat.talked(id).messages.map(({ text, type }) => text ?? type);

/** Somebody without a network has said something and begins anew; then the network is there again. */
async function left(stage: Stage, ...words: string[]) {
  const talk = await stage.started();
  stage.chat.cut();
  for (const text of words) talk.say(text);
  talk.end();
  talk.begin();
  await passes(1000);
  return talk;
}

test('what was not sent when a new conversation began is sent in its own, in order, and then that ends', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a', 'b', 'c');
  talk.say('d');
  stage.chat.isReachable = true;
  stage.chat.refuse('messages', 'unavailable');
  stage.chat.losses.push('messages');
  await passes(10_000);
  expect(talk.now.current).toMatchObject({ conversationId: 'c-2' });
  expect(said(stage, 'c-1')).toEqual(['a', 'b', 'c', 'closed']);
  expect(said(stage, 'c-2')).toEqual(['d']);
  talk.choose('c-1');
  await passes(1000);
  expect(texts(talk)).toEqual(['a', 'b', 'c', undefined]);
  expect(pending(talk)).toEqual([]);
});

test('it is sent as well when the page has gone meanwhile', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a');
  talk.destroy();
  stage.chat.isReachable = true;
  await stage.started();
  await passes(1000);
  expect(said(stage, 'c-1')).toEqual(['a', 'closed']);
});

test('what the server does not take is shown as refused where it was said, and holds nobody up', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a', 'b');
  stage.chat.isReachable = true;
  stage.chat.refuse('messages', 'token_expired');
  await passes(10_000);
  expect(said(stage, 'c-1')).toEqual(['b', 'closed']);
  talk.choose('c-1');
  await passes(1000);
  expect(talk.now.refused).toMatchObject([{ text: 'a', problem: { code: 'token_expired' } }]);
});

test('what the server has is not said to be lost when nobody can look at it any more', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a');
  stage.chat.isReachable = true;
  await passes(10_000);
  expect(said(stage, 'c-1')).toEqual(['a', 'closed']);
  vi.setSystemTime(Date.now() + 25 * 3_600_000);
  stage.chat.refuse('token', 'token_expired');
  talk.choose('c-1');
  await passes(1000);
  expect(talk.now).toMatchObject({ status: 'ended', ended: 'unauthorized', refused: [], pending: [] });
});

test('of somebody else on the same computer nothing is sent', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a');
  talk.identify({ userId: 'ada' });
  stage.chat.isReachable = true;
  talk.start();
  await passes(10_000);
  expect(talk.now.status).toBe('online');
  expect(said(stage, 'c-1')).toEqual([]);
});

test('a conversation that makes room for others takes along what was not sent in it', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a');
  const words = () => [...stage.browser.items.keys()].filter((key) => key.includes(':said:'));
  expect(words()).toHaveLength(1);
  stage.chat.isReachable = true;
  while (talk.now.known.some(({ conversationId }) => conversationId === 'c-1')) {
    stage.chat.refuse('messages', 'unavailable');
    talk.begin();
    await passes(100);
  }
  expect(words()).toEqual([]);
});

test('when it is removed while it is being sent, it does not come back', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a');
  stage.chat.isReachable = true;
  while (!stage.chat.posts.includes('messages')) await passes(1);
  talk.forget('c-1');
  await passes(1000);
  expect([...stage.browser.items.keys()].filter((key) => /said|c-1/.test(key))).toEqual([]);
});

test('nothing goes on in a tab that was left', async () => {
  using stage = new Stage();
  const talk = await left(stage, 'a', 'b');
  stage.chat.isReachable = true;
  while (!stage.chat.posts.includes('messages')) await passes(1);
  talk.destroy();
  await passes(10_000);
  expect(said(stage, 'c-1')).toEqual(['a']);
});
