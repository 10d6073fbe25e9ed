import { ConversationOpened, type Message, Transcript } from '@backchannel/contracts';
import { GetInput } from '@backchannel/contracts/admin';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Tokens } from '../../apps/chat/src/tokens.ts';
import { Browser, type FakeTab } from '../../apps/widget/src/talk/browser.fixture.ts';
import { openTalk } from '../../apps/widget/src/talk/talk.ts';
import type { Talk } from '../../apps/widget/src/talk/talking.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { surely } from '../scenario/person.ts';
import { Team } from '../scenario/team.ts';
import { Network } from './talk-network.ts';

// The widget's connection against the real system, with a network that can be taken away.

const secret = 'a secret of the tests that is long enough';
let system: Embedded;
let network: Network;
let browser: Browser;
const talks: Talk[] = [];

beforeAll(async () => {
  network = await Network.open();
  const environment = { PUBLIC_URL: network.url, TOKEN_SECRETS: secret };
  system = await openEmbedded({ bots: 'tests/widget/bots', environment });
  network.target = Number(new URL(system.url).port);
}, 120_000);
afterAll(async () => {
  await network?.close();
  await system?.stop();
});
beforeEach(() => {
  browser = new Browser();
});
afterEach(() => {
  for (const talk of talks.splice(0)) talk.destroy();
  network.restore();
});

function load(tab: FakeTab = browser.tab()): Talk {
  const talk = openTalk({ server: network.url, botId: 'talker', tab });
  talks.push(talk);
  return talk;
}
function started(tab?: FakeTab): Talk {
  const talk = load(tab);
  talk.start();
  return talk;
}

/** Waits until the picture is so. */
async function until(talk: Talk, isSo: (now: Talk['now']) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = talk.watch((now) => isSo(now) && resolve());
  if (isSo(talk.now)) resolve();
  await promise;
  stop();
}
const online = (talk: Talk) => until(talk, ({ status }) => status === 'online');
const shows = (talk: Talk, text: string) => until(talk, ({ messages }) => messages.some((one) => one.text === text));
const texts = ({ now }: Talk) => now.messages.map(({ text }) => text);

const kept = () => {
  const [entry] = [...browser.items].filter(([name]) => name.startsWith('backchannel:talker:conversation:'));
  if (!entry) throw new Error('no conversation is kept');
  return { name: entry[0], conversation: JSON.parse(entry[1]) as ConversationOpened };
};
/** All of it, as the server has it. */
async function transcript(): Promise<Message[]> {
  const { conversationId, token } = kept().conversation;
  const address = `${system.url}/v1/conversations/${conversationId}/messages`;
  const response = await surely(() => fetch(address, { headers: { authorization: `Bearer ${token}` } }));
  return Transcript.parse(await response.json()).messages;
}
const saidThere = async () => (await transcript()).filter(({ from }) => from === 'user').map(({ text }) => text);

test('what is said is answered, and is there after a reload', async () => {
  const talk = load();
  talk.say('hello');
  await shows(talk, 'You said hello.');
  expect(talk.now).toMatchObject({ status: 'online', pending: [], typing: false });
  const again = started();
  talk.destroy();
  await shows(again, 'You said hello.');
  expect(texts(again)).toEqual(['hello', 'You said hello.']);
});

test('what is said without a network is said when there is one: once, and in order', async () => {
  const talk = started();
  await online(talk);
  network.cut();
  await until(talk, ({ status }) => status === 'offline');
  for (const text of ['1', '2', '3']) talk.say(text);
  expect(talk.now.pending.map(({ text }) => text)).toEqual(['1', '2', '3']);
  network.restore();
  await shows(talk, 'You said 3.');
  expect(talk.now.pending).toEqual([]);
  expect(await saidThere()).toEqual(['1', '2', '3']);
});

test('a connection that dies unheard is noticed when nobody answers', async () => {
  const talk = started();
  await online(talk);
  network.silence();
  talk.say('hello');
  network.restore();
  await shows(talk, 'You said hello.');
  expect(await saidThere()).toEqual(['hello']);
}, 30_000);

test('nothing is lost or repeated while the server is killed, pages are left and networks go', async () => {
  const tabs = [browser.tab(), browser.tab()];
  const open = tabs.map((tab) => started(tab));
  await Promise.all(open.map(online));
  const said: string[] = [];
  const say = (at: number, count: number) => {
    for (let i = 0; i < count; i += 1) {
      said.push(`${said.length}`);
      open[at]?.say(`${said.length - 1}`);
    }
  };
  say(0, 5);
  await system.end('SIGKILL');
  say(1, 5);
  open[0]?.destroy();
  open[0] = started(tabs[0]);
  say(0, 3);
  await system.start();
  say(1, 3);
  network.cut();
  say(0, 3);
  network.restore();
  say(1, 1);
  const last = `You said ${said.length - 1}.`;
  await Promise.all(open.map((talk) => shows(talk, last)));
  expect(await saidThere()).toEqual(said);
  const whole = (await transcript()).map(({ id }) => id);
  for (const talk of open) {
    expect(talk.now.messages.map(({ id }) => id)).toEqual(whole);
    await until(talk, ({ pending }) => pending.length === 0);
  }
}, 60_000);

test('tabs show the same, one new conversation, and go back together', async () => {
  const [one, two] = [started(), started()];
  await Promise.all([one, two].map(online));
  expect(one.now.current?.conversationId).toBe(two.now.current?.conversationId);
  one.say('first');
  await shows(two, 'You said first.');
  two.begin();
  two.say('second');
  await shows(one, 'You said second.');
  expect(one.now.known).toHaveLength(2);
  expect(texts(one)).not.toContain('first');
  const [, before] = one.now.known;
  one.choose(before?.conversationId ?? '');
  await shows(two, 'You said first.');
  expect(texts(two)).not.toContain('second');
});

test('what the server refuses is told, and can be said again', async () => {
  const talk = started();
  await online(talk);
  talk.say('x'.repeat(4001));
  await until(talk, ({ refused }) => refused.length === 1);
  expect(talk.now.refused[0]?.problem).toMatchObject({ code: 'field_invalid', pointer: '/text' });
  talk.discard(talk.now.refused[0]?.id ?? '');
  talk.say('bye');
  await until(talk, ({ closed }) => closed);
  talk.say('are you there?');
  await until(talk, ({ refused }) => refused.length === 1);
  expect(talk.now.refused).toMatchObject([{ text: 'are you there?', problem: { code: 'conversation_closed' } }]);
  talk.begin();
  talk.say('hello');
  await shows(talk, 'You said hello.');
  expect(talk.now).toMatchObject({ closed: false, refused: [] });
});

test('the person ends the conversation', async () => {
  const talk = started();
  await online(talk);
  talk.say('one more');
  talk.end();
  await until(talk, ({ closed }) => closed);
  expect((await transcript()).map(({ type, text }) => text ?? type)).toEqual([
    'one more',
    'You said one more.',
    'closed',
  ]);
});

test('what was not sent when a new conversation began is said in its own: once, in order, and then it ends', async () => {
  const talk = started();
  await online(talk);
  const first = talk.now.current?.conversationId ?? '';
  network.cut();
  await until(talk, ({ status }) => status === 'offline');
  for (const text of ['1', '2', '3']) talk.say(text);
  talk.end();
  talk.begin();
  network.restore();
  await until(talk, ({ status, current }) => status === 'online' && current?.conversationId !== first);
  talk.choose(first);
  await until(talk, ({ closed, pending }) => closed && pending.length === 0);
  expect(await saidThere()).toEqual(['1', '2', '3']);
});

test('a conversation that is handed over says so, and the bot does not type', async () => {
  const talk = started();
  talk.say('agent');
  await until(talk, ({ transferred }) => transferred);
  talk.say('anybody?');
  await shows(talk, 'anybody?');
  expect(talk.now).toMatchObject({ typing: false, transferred: true });
});

test('replies come in their pace, and all at once after a reload', async () => {
  const talk = started();
  await online(talk);
  const times = new Map<string | undefined, number>();
  talk.onMessage(({ text }) => times.set(text, Date.now()));
  talk.say('slowly');
  await shows(talk, 'One.');
  expect(talk.now.typing).toBe(true);
  await shows(talk, 'Three.');
  const [one = 0, two = 0, three = 0] = ['One.', 'Two.', 'Three.'].map((text) => times.get(text));
  expect(two - one).toBeGreaterThanOrEqual(599);
  expect(three - two).toBeGreaterThanOrEqual(599);
  talk.destroy();
  const again = started();
  await shows(again, 'One.');
  expect(texts(again)).toEqual(['slowly', 'One.', 'Two.', 'Three.']);
});

test('the journal hears that a message was delivered when somebody has looked at it', async () => {
  const team = new Team(system);
  const talk = started();
  await online(talk);
  talk.say('hello');
  await shows(talk, 'You said hello.');
  const isDelivered = async (inputId: string) => {
    const { stages } = await team.asks(GetInput, { params: { inputId } });
    return stages.some(({ stage }) => stage === 'delivered');
  };
  expect(talk.now.unread).toBe(1);
  // A reload and a new connection are not a look.
  talk.destroy();
  const again = started();
  await shows(again, 'You said hello.');
  again.say('more');
  await shows(again, 'You said more.');
  const ids = again.now.messages.filter(({ from }) => from === 'user').map(({ id }) => id);
  const delivered = () => Promise.all(ids.map(isDelivered));
  await expect
    .poll(async () => (await team.asks(GetInput, { params: { inputId: ids[1] ?? '' } })).outcome)
    .toBe('answered');
  expect(await delivered()).toEqual([false, false]);
  again.look(true);
  await expect.poll(delivered).toEqual([true, true]);
  expect(again.now.unread).toBe(0);
});

test.each([
  ['a value', (param: { of: string }) => ({ lamps: 3, of: param.of }), 'In it: 3 for basket ada.'],
  ['a promise', async () => ({ lamps: 0, of: 'nobody' }), 'In it: 0 for nobody.'],
  ['an error', () => Promise.reject(new Error('no')), 'It failed.'],
  ['no function', undefined, 'It failed.'],
  ['nothing in time', () => new Promise(() => {}), 'It took too long.'],
])('a page function gives %s', async (_, basket, answer) => {
  const tab = browser.tab();
  let runs = 0;
  const count = (param: never) => {
    runs += 1;
    return basket?.(param);
  };
  tab.chatbot = basket ? { basket: count } : {};
  const other = browser.tab();
  other.chatbot = tab.chatbot;
  other.show(false);
  const talk = started(tab);
  await Promise.all([online(talk), online(started(other))]);
  talk.say('basket ada');
  await shows(talk, answer);
  expect(runs).toBe(basket ? 1 : 0);
  expect(talk.now.messages.map(({ type }) => type)).not.toContain('page_call');
});

test('page functions know their conversation', async () => {
  const tab = browser.tab();
  let param: object = {};
  tab.chatbot = { basket: (given: object) => (param = given) };
  const talk = started(tab);
  talk.say('basket');
  await until(talk, ({ messages }) => messages.some(({ from }) => from === 'bot'));
  const id = talk.now.current?.conversationId;
  expect(param).toEqual({ of: 'basket', session_id: id, chatbot_id: 'talker', sessionId: id, botId: 'talker' });
});

/** What the browser keeps is as if the token had been got at that time, and ended then. */
async function age(renewedAt: number, ends: number): Promise<string> {
  const { name, conversation } = kept();
  const { conversationId, userId } = conversation;
  const exp = Math.floor(ends / 1000);
  const token = await new Tokens([secret]).sign({ conversation: conversationId, user: userId, bot: 'talker', exp });
  browser.items.set(name, JSON.stringify({ ...conversation, token, renewedAt, expiresAt: ends }));
  return token;
}

test('a token is renewed before it ends, and the conversation goes on after that', async () => {
  const talk = started();
  await online(talk);
  talk.destroy();
  const old = await age(Date.now() - 43_300_000, Date.now() + 2000);
  const again = started();
  await online(again);
  const { conversation } = kept();
  expect(conversation.token).not.toBe(old);
  expect(again.now.current?.conversationId).toBe(conversation.conversationId);
});

test('when a socket’s token ends, it goes on with the one that another tab has got', async () => {
  const talk = started();
  await online(talk);
  const { name } = kept();
  const good = browser.items.get(name) ?? '';
  talk.destroy();
  const ends = Date.now() + 2000;
  await age(Date.now(), ends);
  const again = started();
  await online(again);
  browser.items.set(name, good);
  await expect.poll(() => Date.now() > ends).toBe(true);
  again.say('still here');
  await shows(again, 'You said still here.');
});

test('a token that has ended ends the conversation here; what was not said can be said in the next', async () => {
  const talk = started();
  await online(talk);
  talk.destroy();
  await age(Date.now(), Date.now() - 1000);
  const again = load();
  again.say('too late');
  await until(again, ({ status }) => status === 'ended');
  expect(again.now).toMatchObject({ ended: 'unauthorized', pending: [], refused: [{ text: 'too late' }] });
  again.start();
  await online(again);
  again.again(again.now.refused[0]?.id ?? '');
  await shows(again, 'You said too late.');
});

test('a bot that nobody knows ends it', async () => {
  const talk = openTalk({ server: network.url, botId: 'nobody', tab: browser.tab() });
  talks.push(talk);
  talk.start();
  await until(talk, ({ status }) => status === 'ended');
  expect(talk.now.ended).toBe('bot_unknown');
});
