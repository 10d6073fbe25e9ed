import { expect, test, vi } from 'vitest';
import { passes, pending, Stage, texts } from './stage.fixture.ts';

test('what is said is pending until the transcript shows it, across reloads, with one id', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.isDead = true;
  talk.say('hello');
  const [{ id } = { id: '' }] = talk.now.pending;
  const again = await stage.reload(talk);
  expect(texts(again)).toEqual(['hello']);
  expect(again.now.pending).toEqual([]);
  expect([...stage.chat.only.inputs.keys()]).toEqual([id]);
  expect(stage.browser.items.has(`backchannel:shop:said:${id}`)).toBe(false);
});

test('an acceptance that is lost is asked for again, and the message is shown once', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.losses.push('say');
  talk.say('hello');
  await passes(1000);
  expect([texts(talk), pending(talk)]).toEqual([['hello'], ['hello']]);
  await passes(10_000);
  expect([texts(talk), pending(talk)]).toEqual([['hello'], []]);
  expect(stage.chat.only.inputs.size).toBe(1);
});

test('the order stays when the first is refused for a while', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.refuse('say', 'unavailable');
  stage.chat.refuse('say', 'rate_limited');
  stage.chat.refuse('say', 'token_expired');
  for (const text of ['a', 'b', 'c']) talk.say(text);
  expect(pending(talk)).toEqual(['a', 'b', 'c']);
  await passes(5000);
  expect(texts(talk)).toEqual(['a', 'b', 'c']);
});

test('what is refused for good is kept with its problem, to say it again or to take it away', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.refuse('say', 'queue_full');
  talk.say('a');
  talk.tap({ payload: 'b!', label: 'b' });
  await passes();
  expect(talk.now).toMatchObject({ pending: [], refused: [{ text: 'a', problem: { code: 'queue_full' } }] });
  const again = await stage.reload(talk);
  expect(again.now.refused).toMatchObject([{ text: 'a', problem: { code: 'queue_full' } }]);
  const [{ id } = { id: '' }] = again.now.refused;
  stage.chat.refuse('say', 'session_full');
  again.again(id);
  await passes();
  expect(again.now.refused).toMatchObject([{ text: 'a', problem: { code: 'session_full' } }]);
  again.again(again.now.refused[0]?.id ?? '');
  await passes();
  expect(again.now.refused).toEqual([]);
  expect(texts(again)).toEqual(['b', 'a']);
  expect(stage.chat.last.all('say')[0]?.id).not.toBe(id);
  stage.chat.refuse('say', 'queue_full');
  again.say('c');
  await passes();
  again.discard(again.now.refused[0]?.id ?? '');
  expect(again.now).toMatchObject({ pending: [], refused: [] });
  expect([...stage.browser.items.keys()].some((name) => name.includes('said:'))).toBe(false);
});

test('what was accepted and is rejected after all is refused, though the socket broke before anybody heard of it', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.refuse('outcome', 'queue_full');
  talk.say('a');
  stage.chat.refuse('outcome', 'internal');
  talk.say('b');
  await passes(12);
  expect(pending(talk)).toEqual(['a', 'b']);
  stage.chat.last.end(1006);
  await passes(1000);
  expect(talk.now).toMatchObject({
    pending: [],
    refused: [{ text: 'a' }, { text: 'b', problem: { code: 'internal' } }],
  });
});

test('what is accepted is known to all tabs, and is gone in all when one shows it', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  one.say('a');
  await passes(12);
  expect(two.now.pending).toMatchObject([{ text: 'a', inputId: 'i-c-1-1', conversation: 'c-1' }]);
  const [, second] = stage.chat.open;
  if (second) second.isDead = true;
  await passes();
  expect([pending(one), pending(two)]).toEqual([[], []]);
});

test('what another tab has left is shown, and is pending no longer', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  stage.chat.answer({ from: 'user', id: 'i-9' });
  await passes();
  const key = 'backchannel:shop:said:9';
  stage.browser.items.set(key, JSON.stringify({ id: '9', at: 1, text: 'a', conversation: 'c-1', inputId: 'i-9' }));
  tab.tell('storage', { key });
  expect(pending(talk)).toEqual([]);
});

test('a rejection that the tab which had said it never heard is heard by another', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  stage.chat.refuse('outcome', 'queue_full');
  stage.chat.turnMs = 1000;
  one.say('a');
  await passes();
  one.destroy();
  await passes(5000);
  expect(two.now).toMatchObject({ pending: [{ text: 'a' }], refused: [] });
  for (const socket of stage.chat.open) socket.end(1012);
  await passes(2000);
  expect(two.now).toMatchObject({ pending: [], refused: [{ text: 'a', problem: { code: 'queue_full' } }] });
});

test('what was said in no conversation belongs to the one that it was sent to', async () => {
  using stage = new Stage();
  stage.chat.losses.push('say');
  const talk = stage.load();
  talk.say('a');
  await passes(30);
  talk.begin();
  await passes(1000);
  expect(stage.chat.conversations.get('c-2')?.inputs.size).toBe(0);
  expect(stage.chat.conversations.get('c-1')?.messages).toHaveLength(1);
});

test('what can’t be taken is tried less and less often', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  for (let i = 0; i < 100; i += 1) stage.chat.refuse('say', 'unavailable');
  talk.say('a');
  await passes(300_000);
  expect(stage.chat.last.all('say').length).toBeLessThan(30);
  stage.chat.refusals.length = 0;
  await passes(31_000);
  expect(texts(talk)).toEqual(['a']);
  stage.chat.refuse('say', 'unavailable');
  talk.say('b');
  await passes(600);
  expect(texts(talk)).toEqual(['a', 'b']);
});

test('in a clock that goes back, and in one moment of two tabs, the order is that of saying', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  stage.chat.cut();
  one.say('a');
  vi.setSystemTime(Date.now() - 60_000);
  two.say('b');
  one.say('c');
  two.say('d');
  stage.chat.isReachable = true;
  await passes(5000);
  expect(texts(one)).toEqual(['a', 'b', 'c', 'd']);
});

test('nothing is said with no words; what no socket takes is refused at once', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  talk.say('  \n');
  talk.say('x'.repeat(70_000));
  talk.say('b');
  await passes();
  expect(talk.now.refused).toMatchObject([{ problem: { code: 'body_too_large' } }]);
  expect(texts(talk)).toEqual(['b']);
  expect(stage.chat.sockets).toHaveLength(1);
});

test('what a closed tab has left is sent by another one, before what that one says', async () => {
  using stage = new Stage();
  const [tab, otherTab] = [stage.browser.tab(), stage.browser.tab()];
  const talk = await stage.started(tab);
  const other = await stage.started(otherTab);
  const [socket] = stage.chat.sockets;
  if (socket) socket.isDead = true;
  talk.say('a');
  talk.destroy();
  await passes();
  other.say('b');
  await passes(1000);
  expect([texts(other), pending(other)]).toEqual([[], ['a', 'b']]);
  await passes(3000);
  expect([texts(other), pending(other)]).toEqual([['a', 'b'], []]);
});
