import { expect, test } from 'vitest';
import { passes, pending, Stage, texts } from './stage.fixture.ts';

test('what is said in one is pending in all, and is sent by one', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  const [first, second] = stage.chat.open;
  if (first) first.isDead = true;
  one.say('hello');
  await passes(20);
  expect(pending(two)).toEqual(['hello']);
  if (first) first.isDead = false;
  await passes(11_000);
  expect([texts(one), texts(two)]).toEqual([['hello'], ['hello']]);
  expect([pending(one), pending(two)]).toEqual([[], []]);
  expect(second?.all('say')).toHaveLength(1);
  stage.chat.turnMs = 4000;
  one.say('again');
  await passes(5000);
  expect(second?.all('say')).toHaveLength(1);
});

test('a new conversation, and going back to an earlier one, is followed', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  stage.chat.answer({ text: 'first' });
  await passes();
  one.begin();
  await passes();
  expect([one, two].map(({ now }) => now.current?.conversationId)).toEqual(['c-2', 'c-2']);
  expect(two.now).toMatchObject({ status: 'online', messages: [] });
  expect(two.now.known.map(({ conversationId, last }) => [conversationId, last?.text])).toEqual([
    ['c-2', undefined],
    ['c-1', 'first'],
  ]);
  two.choose('c-1');
  await passes();
  expect([texts(one), texts(two)]).toEqual([['first'], ['first']]);
  expect(stage.chat.conversations.size).toBe(2);
  one.forget('c-1');
  await passes();
  expect([one, two].map(({ now }) => [now.status, now.known.length])).toEqual([
    ['idle', 1],
    ['idle', 1],
  ]);
  expect([...stage.browser.items.keys()].filter((name) => name.endsWith('c-1'))).toEqual([]);
});

test('a tab that was not started follows, and asks nothing', async () => {
  using stage = new Stage();
  const idle = stage.load();
  await stage.started();
  expect(idle.now).toMatchObject({ status: 'idle', current: { conversationId: 'c-1' } });
  expect(stage.chat.sockets).toHaveLength(1);
});

test('a tab that has been left behind does not write over what the others keep', async () => {
  using stage = new Stage();
  await stage.started();
  await stage.started();
  const [first] = stage.chat.open;
  stage.chat.answer({ text: 'old' });
  await passes();
  if (first) first.isDead = true;
  stage.chat.answer({ text: 'new' });
  await passes();
  let writes = 0;
  for (const tab of stage.browser.tabs) tab.events.addEventListener('storage', () => (writes += 1));
  await passes(1000);
  expect(writes).toBe(0);
  expect([...stage.browser.items.values()].join('')).toContain('"new"');
});

test('what one looks at is read in all', async () => {
  using stage = new Stage();
  const [one, two] = [await stage.started(), await stage.started()];
  stage.chat.answer();
  stage.chat.answer({ from: 'outside' });
  await passes();
  expect([one.now.unread, two.now.unread]).toEqual([2, 2]);
  one.look(true);
  await passes();
  expect([one.now.unread, two.now.unread]).toEqual([0, 0]);
});

test('at most twenty conversations are known', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  for (let i = 0; i < 24; i += 1) {
    talk.begin();
    await passes();
  }
  expect(talk.now.known).toHaveLength(20);
  expect(talk.now.known[0]).toMatchObject({ conversationId: 'c-25' });
  expect(talk.now.known.at(-1)).toMatchObject({ conversationId: 'c-6' });
});

test('a tab that holds back what another shows already does not take the other’s last line for its own, again and again', async () => {
  using stage = new Stage();
  const [tab, other] = [stage.browser.tab(), stage.browser.tab()];
  const one = await stage.started(tab);
  let writes = 0;
  for (const { events } of [tab, other]) events.addEventListener('storage', () => (writes += 1));
  const at = Date.now();
  stage.chat.answer({ text: 'said', at });
  stage.chat.answer({ text: 'held back', at, delayMs: 8000 });
  await passes(20);
  const two = await stage.started(other);
  expect([texts(one), texts(two)]).toEqual([['said'], ['said', 'held back']]);
  const last = () => [one, two].map(({ now }) => now.current?.last?.text);
  await passes(5000);
  expect(last()).toEqual(['held back', 'held back']);
  expect(writes).toBeLessThan(10);
  // Numbers count anew in another epoch.
  const { messages } = stage.chat.only;
  messages.splice(0, 2, { ...messages[0], seq: 1, text: 'anew' } as (typeof messages)[number]);
  stage.chat.epoch = 'e2';
  for (const socket of stage.chat.open) socket.end(1012);
  await passes(1000);
  expect(last()).toEqual(['anew', 'anew']);
});
