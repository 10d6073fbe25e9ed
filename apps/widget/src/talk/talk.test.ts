import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Browser, type FakeTab } from './browser.fixture.ts';
import { FakeChat } from './chat.fixture.ts';
import { openTalk } from './talk.ts';
import type { Talk } from './talking.ts';

let chat: FakeChat;
let browser: Browser;
const talks: Talk[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  chat = new FakeChat();
  browser = new Browser();
});
afterEach(() => {
  for (const talk of talks.splice(0)) talk.destroy();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const passes = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

function load(tab: FakeTab = browser.tab(), server = 'http://chat'): Talk {
  const talk = openTalk({ server, botId: 'shop', tab });
  talks.push(talk);
  return talk;
}

async function started(tab?: FakeTab): Promise<Talk> {
  const talk = load(tab);
  talk.start();
  await passes();
  return talk;
}

/** The page goes away, and comes again. */
async function reload(talk: Talk, tab?: FakeTab): Promise<Talk> {
  talk.destroy();
  return await started(tab);
}

const texts = ({ now }: Talk) => now.messages.map(({ text }) => text);
const pending = ({ now }: Talk) => now.pending.map(({ text }) => text);

describe('coming', () => {
  test('nothing is asked of the server before it is started', async () => {
    const talk = load();
    await passes(60_000);
    expect(talk.now).toMatchObject({ status: 'idle', current: null, known: [] });
    expect([chat.posts, chat.sockets]).toEqual([[], []]);
  });

  test('a conversation is opened, and after a reload the same one goes on', async () => {
    const talk = await started();
    expect(talk.now).toMatchObject({ status: 'online', current: { conversationId: 'c-1', userId: 'u-c-1' } });
    const again = await reload(talk);
    expect(again.now).toMatchObject({ status: 'online', current: { conversationId: 'c-1' } });
    expect(chat.conversations.size).toBe(1);
  });

  test('what was said before there is a conversation waits for it', async () => {
    chat.cut();
    const talk = load();
    talk.say(' hello ');
    await passes(1000);
    expect(talk.now).toMatchObject({ status: 'offline', pending: [{ text: 'hello' }] });
    const again = load();
    talk.destroy();
    chat.isReachable = true;
    again.start();
    await passes(1000);
    expect(texts(again)).toEqual(['hello']);
    expect(again.now.pending).toEqual([]);
  });

  test.each([
    ['with locks', {}],
    ['without locks', { locks: null }],
  ])('tabs that come at once open one conversation, %s', async (_, more) => {
    const both = [load(browser.tab(more)), load(browser.tab(more)), load(browser.tab(more))];
    for (const talk of both) talk.start();
    await passes(2000);
    expect(both.map(({ now }) => now.current?.conversationId)).toEqual(['c-1', 'c-1', 'c-1']);
    expect(both.map(({ now }) => now.status)).toEqual(['online', 'online', 'online']);
    expect(chat.posts).toEqual(['open']);
  });

  test.each([
    ['bot_unknown', 'bot_unknown'],
    ['bot_disabled', 'bot_disabled'],
    ['origin_forbidden', 'origin_forbidden'],
    ['field_invalid', 'frame_invalid'],
  ] as const)('after %s there is no other attempt until it is started again', async (code, ended) => {
    chat.refuse('open', code);
    const talk = await started();
    await passes(60_000);
    expect(talk.now).toMatchObject({ status: 'ended', ended });
    expect(chat.posts).toEqual(['open']);
    talk.say('hello');
    await passes();
    expect(talk.now).toMatchObject({ status: 'online', ended: null });
    expect(texts(talk)).toEqual(['hello']);
  });

  test('a server with too much to do is asked again, not sooner than it wants', async () => {
    chat.refuse('open', 'rate_limited', 7);
    const talk = await started();
    await passes(6800);
    expect([talk.now.status, chat.posts.length]).toEqual(['offline', 1]);
    await passes(1000);
    expect(talk.now.status).toBe('online');
  });

  test('the socket is where the server is now', async () => {
    const talk = await started();
    expect(chat.last.address).toBe('ws://chat/v1/socket');
    talk.destroy();
    load(browser.tab(), 'https://moved.example/chat').start();
    await passes();
    expect(chat.last.address).toBe('wss://moved.example/chat/v1/socket');
  });
});

describe('saying', () => {
  test('what is said is pending until the transcript shows it, across reloads, with one id', async () => {
    const talk = await started();
    chat.last.isDead = true;
    talk.say('hello');
    const [{ id } = { id: '' }] = talk.now.pending;
    const again = await reload(talk);
    expect(texts(again)).toEqual(['hello']);
    expect(again.now.pending).toEqual([]);
    expect([...chat.only.inputs.keys()]).toEqual([id]);
    expect(browser.items.has(`backchannel:shop:said:${id}`)).toBe(false);
  });

  test('an acceptance that is lost is asked for again, and the message is shown once', async () => {
    const talk = await started();
    chat.losses.push('say');
    talk.say('hello');
    await passes(1000);
    expect([texts(talk), pending(talk)]).toEqual([['hello'], ['hello']]);
    await passes(10_000);
    expect([texts(talk), pending(talk)]).toEqual([['hello'], []]);
    expect(chat.only.inputs.size).toBe(1);
  });

  test('the order stays when the first is refused for a while', async () => {
    const talk = await started();
    chat.refuse('say', 'unavailable');
    chat.refuse('say', 'rate_limited');
    for (const text of ['a', 'b', 'c']) talk.say(text);
    expect(pending(talk)).toEqual(['a', 'b', 'c']);
    await passes(5000);
    expect(texts(talk)).toEqual(['a', 'b', 'c']);
  });

  test('what is refused for good is kept with its problem, to say it again or to take it away', async () => {
    const talk = await started();
    chat.refuse('say', 'queue_full');
    talk.say('a');
    talk.tap({ payload: 'b!', label: 'b' });
    await passes();
    expect(talk.now).toMatchObject({ pending: [], refused: [{ text: 'a', problem: { code: 'queue_full' } }] });
    const again = await reload(talk);
    expect(again.now.refused).toMatchObject([{ text: 'a', problem: { code: 'queue_full' } }]);
    const [{ id } = { id: '' }] = again.now.refused;
    chat.refuse('say', 'session_full');
    again.again(id);
    await passes();
    expect(again.now.refused).toMatchObject([{ text: 'a', problem: { code: 'session_full' } }]);
    again.again(again.now.refused[0]?.id ?? '');
    await passes();
    expect(again.now.refused).toEqual([]);
    expect(texts(again)).toEqual(['b', 'a']);
    expect(chat.last.all('say')[0]?.id).not.toBe(id);
    chat.refuse('say', 'queue_full');
    again.say('c');
    await passes();
    again.discard(again.now.refused[0]?.id ?? '');
    expect(again.now).toMatchObject({ pending: [], refused: [] });
    expect([...browser.items.keys()].some((name) => name.includes('said:'))).toBe(false);
  });

  test('what was accepted and is rejected after all is refused', async () => {
    const talk = await started();
    const socket = chat.last;
    talk.say('a');
    const [{ id } = { id: '' }] = talk.now.pending;
    const rejected = { type: 'urn:…', title: 'no', status: 500, code: 'internal', inputId: 'i-9' } as const;
    socket.isDead = true;
    await passes(20);
    socket.isDead = false;
    socket.tell({ type: 'accepted', id, inputId: 'i-9' });
    socket.tell({ type: 'problem', id, problem: rejected });
    await passes();
    expect(talk.now).toMatchObject({ pending: [], refused: [{ text: 'a' }] });
  });

  test('nothing is said with no words; what no socket takes is refused at once', async () => {
    const talk = await started();
    talk.say('  \n');
    talk.say('x'.repeat(70_000));
    talk.say('b');
    await passes();
    expect(talk.now.refused).toMatchObject([{ problem: { code: 'body_too_large' } }]);
    expect(texts(talk)).toEqual(['b']);
    expect(chat.sockets).toHaveLength(1);
  });

  test('what a closed tab has left is sent by another one, before what that one says', async () => {
    const [tab, otherTab] = [browser.tab(), browser.tab()];
    const talk = await started(tab);
    const other = await started(otherTab);
    const [socket] = chat.sockets;
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
});

describe('staying', () => {
  test('a connection that breaks is made again, from what was looked at on; nothing is shown twice', async () => {
    const talk = await started();
    for (let i = 0; i < 3; i += 1) chat.answer();
    talk.look(true);
    await passes();
    talk.look(false);
    for (let i = 0; i < 2; i += 1) chat.answer();
    await passes();
    chat.cut();
    expect(talk.now.status).toBe('offline');
    chat.isReachable = true;
    chat.answer();
    await passes(600);
    expect(talk.now.status).toBe('online');
    expect(chat.last.said[0]).toMatchObject({ type: 'hello', after: 3, epoch: 'e1' });
    expect(talk.now.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('attempts become rare, and never further apart than half a minute', async () => {
    const talk = await started();
    chat.cut();
    await passes(300_000);
    const before = chat.sockets.length;
    await passes(300_000);
    expect(chat.sockets.length - before).toBeGreaterThanOrEqual(9);
    expect(chat.sockets.length - before).toBeLessThanOrEqual(21);
    expect(talk.now.status).toBe('offline');
  });

  test.each(['online', 'pageshow', 'visibilitychange'])('the next attempt is at once after %s', async (event) => {
    const tab = browser.tab();
    const talk = await started(tab);
    chat.cut();
    await passes(120_000);
    chat.isReachable = true;
    tab.tell(event);
    await passes(50);
    expect(talk.now.status).toBe('online');
  });

  test('a browser without network shows at once', async () => {
    const tab = browser.tab();
    const talk = await started(tab);
    chat.isReachable = false;
    tab.tell('offline');
    expect(talk.now.status).toBe('offline');
    chat.isReachable = true;
    tab.tell('online');
    await passes(50);
    expect(talk.now.status).toBe('online');
  });

  test('a socket that died in a sleep is replaced', async () => {
    const talk = await started();
    chat.last.isDead = true;
    chat.answer();
    // Timers don't go on in a sleep; the clock does.
    vi.setSystemTime(Date.now() + 3_600_000);
    await passes(10_100);
    expect(texts(talk)).toEqual(['1']);
    expect(talk.now.status).toBe('online');
  });

  test('who comes back to a tab that has heard nothing for long sees what is true', async () => {
    const tab = browser.tab();
    const talk = await started(tab);
    tab.show(false);
    chat.last.isDead = true;
    chat.answer();
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
    const talk = load();
    talk.start();
    await passes(12);
    for (const socket of chat.sockets) socket.isDead = true;
    await passes(11_000);
    expect(chat.sockets.length).toBeGreaterThan(1);
    expect(talk.now.status).toBe('online');
  });

  test('a transcript that begins anew is shown anew, and is no news', async () => {
    const talk = await started();
    const heard: string[] = [];
    talk.onMessage(({ id }) => heard.push(id));
    talk.look(true);
    for (let i = 0; i < 2; i += 1) chat.answer();
    await passes();
    chat.epoch = 'e2';
    chat.last.tell({ type: 'welcome', epoch: 'e2', head: 2 });
    for (const message of chat.only.messages) chat.last.tell({ type: 'message', message });
    chat.answer();
    talk.look(false);
    await passes();
    expect(talk.now.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(heard).toEqual(['m-1', 'm-2', 'm-3']);
    expect(talk.now.unread).toBe(1);
  });

  test('5,000 messages that come fast are told in few pictures', async () => {
    const talk = await started();
    let pictures = 0;
    talk.watch(() => (pictures += 1));
    const start = performance.now();
    for (let i = 0; i < 5000; i += 1) chat.answer();
    await passes();
    expect(talk.now.messages).toHaveLength(5000);
    expect(pictures).toBeLessThan(10);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('what has not changed in a picture is the same', async () => {
    const talk = await started();
    chat.answer();
    await passes();
    const { messages, known, pending } = talk.now;
    let pictures = 0;
    talk.watch(() => (pictures += 1));
    talk.look(false);
    await passes();
    expect(pictures).toBe(0);
    chat.last.tell({ type: 'typing' });
    await passes();
    expect(pictures).toBe(1);
    expect([talk.now.messages === messages, talk.now.known === known, talk.now.pending === pending]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('tokens', () => {
  test('a token is renewed in the middle of its life, without another socket', async () => {
    chat.expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const talk = await started();
    await passes(1_700_000);
    expect(chat.posts).toEqual(['open']);
    chat.expiresAt = '2999-01-01T00:00:00Z';
    await passes(200_000);
    expect(chat.posts).toEqual(['open', 'token']);
    expect(chat.open).toHaveLength(1);
    chat.last.end(4419);
    await passes(600);
    expect(chat.posts).toEqual(['open', 'token']);
    expect(chat.last.said[0]).toMatchObject({ token: 'c-1 2' });
    expect(talk.now.status).toBe('online');
  });

  test('one that has ended is renewed if it can be', async () => {
    const talk = await started();
    chat.last.end(4419);
    await passes(600);
    expect(chat.posts).toEqual(['open', 'token']);
    expect(talk.now.status).toBe('online');
  });

  test('one that is worth nothing ends the conversation; what was not taken can be said in the next', async () => {
    const talk = await started();
    chat.last.isDead = true;
    talk.say('hello');
    chat.refuse('token', 'token_expired');
    chat.last.end(4419);
    await passes(600);
    expect(talk.now).toMatchObject({
      status: 'ended',
      ended: 'unauthorized',
      pending: [],
      refused: [{ text: 'hello' }],
    });
    const again = await reload(talk);
    expect(again.now).toMatchObject({ status: 'online' });
    chat.last.end(4401);
    again.start();
    await passes();
    expect(again.now).toMatchObject({ status: 'online', current: { conversationId: 'c-2' } });
    again.again(again.now.refused[0]?.id ?? '');
    await passes();
    expect(texts(again)).toEqual(['hello']);
    expect(again.now.known).toHaveLength(2);
  });

  test('of an erased conversation nothing is left', async () => {
    const talk = await started();
    chat.answer();
    talk.say('secret');
    await passes();
    chat.last.end(4410);
    await passes();
    expect(talk.now).toMatchObject({ status: 'ended', ended: 'erased', messages: [], known: [], current: null });
    expect(JSON.stringify([...browser.items])).not.toContain('secret');
    talk.begin();
    await passes();
    expect(talk.now).toMatchObject({ status: 'online', current: { conversationId: 'c-2' } });
  });

  test.each([
    [4403, 'origin_forbidden'],
    [4404, 'bot_unknown'],
    [4400, 'frame_invalid'],
  ])('a socket closed with %i ends attempts', async (code, ended) => {
    const talk = await started();
    chat.last.end(code);
    await passes(100_000);
    expect(talk.now).toMatchObject({ status: 'ended', ended });
    expect(chat.sockets).toHaveLength(1);
  });
});

describe('tabs', () => {
  test('what is said in one is pending in all, and is sent by one', async () => {
    const [one, two] = [await started(), await started()];
    const [first, second] = chat.open;
    if (first) first.isDead = true;
    one.say('hello');
    await passes(20);
    expect(pending(two)).toEqual(['hello']);
    if (first) first.isDead = false;
    await passes(11_000);
    expect([texts(one), texts(two)]).toEqual([['hello'], ['hello']]);
    expect([pending(one), pending(two)]).toEqual([[], []]);
    expect(second?.all('say')).toHaveLength(1);
    one.say('again');
    await passes(5000);
    expect(second?.all('say')).toHaveLength(1);
  });

  test('a new conversation, and going back to an earlier one, is followed', async () => {
    const [one, two] = [await started(), await started()];
    chat.answer({ text: 'first' });
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
    expect(chat.conversations.size).toBe(2);
    one.forget('c-1');
    await passes();
    expect([one, two].map(({ now }) => [now.status, now.known.length])).toEqual([
      ['idle', 1],
      ['idle', 1],
    ]);
  });

  test('a tab that was not started follows, and asks nothing', async () => {
    const idle = load();
    await started();
    expect(idle.now).toMatchObject({ status: 'idle', current: { conversationId: 'c-1' } });
    expect(chat.sockets).toHaveLength(1);
  });

  test('what one looks at is read in all', async () => {
    const [one, two] = [await started(), await started()];
    chat.answer();
    chat.answer({ from: 'outside' });
    await passes();
    expect([one.now.unread, two.now.unread]).toEqual([2, 2]);
    one.look(true);
    await passes();
    expect([one.now.unread, two.now.unread]).toEqual([0, 0]);
  });

  test('at most twenty conversations are known', async () => {
    const talk = await started();
    for (let i = 0; i < 24; i += 1) {
      talk.begin();
      await passes();
    }
    expect(talk.now.known).toHaveLength(20);
    expect(talk.now.known[0]).toMatchObject({ conversationId: 'c-25' });
    expect(talk.now.known.at(-1)).toMatchObject({ conversationId: 'c-6' });
  });
});

describe('looking', () => {
  test('only what was looked at is acknowledged, by its last number', async () => {
    const tab = browser.tab();
    const talk = await started(tab);
    for (let i = 0; i < 3; i += 1) chat.answer();
    await passes();
    expect(chat.last.all('ack')).toEqual([]);
    expect(talk.now.unread).toBe(3);
    talk.look(true);
    await passes();
    expect(chat.last.all('ack')).toEqual([{ type: 'ack', seq: 3 }]);
    tab.show(false);
    chat.answer();
    await passes();
    expect([talk.now.unread, chat.last.all('ack').length]).toEqual([1, 1]);
    tab.show(true);
    await passes();
    expect(chat.last.all('ack').at(-1)).toEqual({ type: 'ack', seq: 4 });
    expect(talk.now.unread).toBe(0);
  });

  test('a reload remembers what was looked at; an acknowledgement that was lost is told again', async () => {
    const talk = await started();
    chat.last.isDead = true;
    chat.answer();
    talk.look(true);
    talk.look(false);
    await passes();
    const again = await reload(talk);
    again.look(true);
    chat.answer();
    await passes();
    again.look(false);
    chat.answer();
    await passes();
    const third = await reload(again);
    expect(third.now.unread).toBe(1);
    expect(chat.last.said[0]).toMatchObject({ type: 'hello', after: 0 });
    expect(chat.last.all('ack')).toEqual([{ type: 'ack', seq: 2 }]);
  });

  test('news is what came while the tab was there', async () => {
    const talk = await started();
    chat.answer();
    const again = await reload(talk);
    const heard: (string | undefined)[] = [];
    again.onMessage(({ text }) => heard.push(text));
    chat.answer();
    await passes();
    chat.cut();
    chat.answer();
    chat.isReachable = true;
    await passes(600);
    expect(heard).toEqual(['2', '3']);
  });
});

describe('pace', () => {
  test('replies are held back one after the other, with typing', async () => {
    const talk = await started();
    chat.answer({ text: 'a' });
    chat.answer({ text: 'b', delayMs: 1000 });
    chat.answer({ text: 'c', delayMs: 2000 });
    chat.answer({ text: 'd' });
    talk.look(true);
    await passes(50);
    expect([texts(talk), talk.now.typing]).toEqual([['a'], true]);
    expect(chat.last.all('ack')).toEqual([{ type: 'ack', seq: 1 }]);
    await passes(1000);
    expect([texts(talk), talk.now.typing]).toEqual([['a', 'b'], true]);
    await passes(1900);
    expect([texts(talk), talk.now.typing]).toEqual([['a', 'b'], true]);
    await passes(100);
    expect([texts(talk), talk.now.typing]).toEqual([['a', 'b', 'c', 'd'], false]);
  });

  test('nothing is held back of what a reload or a new connection finds, and nothing that the person has gone past', async () => {
    const talk = await started();
    chat.answer({ delayMs: 9000 });
    await passes(50);
    expect(texts(talk)).toEqual([]);
    talk.say('well?');
    await passes(50);
    expect(texts(talk)).toEqual(['1', 'well?']);
    expect(talk.now.pending).toEqual([]);
    chat.cut();
    chat.answer({ delayMs: 9000, text: 'missed' });
    chat.isReachable = true;
    await passes(600);
    expect(texts(talk)).toEqual(['1', 'well?', 'missed']);
    chat.answer({ delayMs: 9000, text: 'held' });
    await passes(50);
    const again = await reload(talk);
    expect(texts(again)).toEqual(['1', 'well?', 'missed', 'held']);
  });

  test('typing ends with the answer, with a refusal, or after a while', async () => {
    const talk = await started();
    const types = async () => {
      chat.last.tell({ type: 'typing' });
      await passes(10);
      expect(talk.now.typing).toBe(true);
    };
    await types();
    chat.answer();
    await passes(10);
    expect(talk.now.typing).toBe(false);
    await types();
    chat.refuse('say', 'queue_full');
    talk.say('x');
    await passes(20);
    expect(talk.now.typing).toBe(false);
    await types();
    await passes(20_000);
    expect(talk.now.typing).toBe(false);
    chat.answer({ type: 'transfer', text: undefined });
    chat.last.tell({ type: 'typing' });
    await passes(10);
    expect(talk.now).toMatchObject({ typing: false, transferred: true });
    chat.answer();
    await passes(10);
    expect(talk.now.transferred).toBe(false);
  });
});

describe('leaving', () => {
  test('the person ends the conversation, after what they said, whatever happens', async () => {
    const talk = await started();
    chat.cut();
    talk.say('bye');
    talk.end();
    await passes();
    talk.destroy();
    chat.isReachable = true;
    chat.refuse('close', 'unavailable');
    const again = await started();
    await passes(2000);
    expect(chat.only.messages.map(({ type }) => type)).toEqual(['text', 'closed']);
    expect(again.now).toMatchObject({ closed: true, current: { closed: true } });
    expect((await reload(again)).now.known).toMatchObject([{ closed: true }]);
    expect(chat.posts.filter((what) => what === 'close')).toHaveLength(2);
  });

  test('who logs in leaves the conversation of another; it is not listed meanwhile', async () => {
    const talk = await started();
    talk.identify({ userId: 'ada', attributes: { plan: 'gold' } });
    await passes();
    expect(talk.now).toMatchObject({ status: 'idle', current: null, known: [], messages: [] });
    talk.say('hello');
    await passes();
    expect(talk.now).toMatchObject({ current: { conversationId: 'c-2', userId: 'ada' } });
    expect(chat.conversations.get('c-2')?.asked).toEqual({
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
    const talk = load();
    talk.start();
    await passes(7);
    talk.identify({ userId: 'ada' });
    await passes(1000);
    expect(talk.now).toMatchObject({ status: 'online', current: { userId: 'ada' } });
    expect(talk.now.known).toHaveLength(1);
  });

  test('a tab that is destroyed says and hears nothing', async () => {
    const tab = browser.tab();
    const talk = await started(tab);
    let told = 0;
    talk.watch(() => (told += 1));
    talk.onMessage(() => (told += 1));
    talk.destroy();
    chat.answer();
    tab.tell('online');
    await passes(100_000);
    expect(told).toBe(0);
    expect(chat.open).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('storage', () => {
  test('without one, everything works until the page is left', async () => {
    const talk = await started(browser.tab({ storage: null }));
    talk.say('hello');
    await passes();
    expect(texts(talk)).toEqual(['hello']);
  });

  test('one that throws is as good as none', async () => {
    browser.isForbidden = true;
    const talk = await started();
    talk.say('hello');
    await passes();
    expect([texts(talk), talk.now.known.length, talk.now.pending]).toEqual([['hello'], 1, []]);
  });

  test('damaged entries are as good as none', async () => {
    for (const name of ['current', 'conversation:c-1', 'said:1', 'opening']) {
      for (const value of ['{', 'null', '7', '[]', '{"conversationId":"c-1"}', '"c-1"']) {
        browser.items.clear();
        browser.items.set(`backchannel:shop:${name}`, value);
        const talk = await started(browser.tab({ locks: null }));
        await passes(500);
        expect(talk.now).toMatchObject({ status: 'online', pending: [] });
        talk.destroy();
      }
    }
  });
});
