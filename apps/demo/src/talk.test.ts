import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Kept } from './page/kept.js';
import { Talk } from './page/talk.js';

/** The other end of the page's sockets, in the hands of the test. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readonly said: { type: string; id?: string; after?: number; epoch?: string; seq?: number }[] = [];
  readyState = 1;

  constructor() {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close(code = 1006) {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
  tell(frame: object) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
  message(seq: number, id = `m-${seq}`, from = 'bot') {
    this.tell({ type: 'message', message: { seq, id, from, type: 'text', text: id, at: seq } });
  }
}

class Memory {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key = (at: number) => [...this.#items.keys()][at] ?? null;
  getItem = (name: string) => this.#items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.#items.set(name, value);
  removeItem = (name: string) => void this.#items.delete(name);
}

const opened = {
  conversationId: 'c-1',
  userId: 'u-1',
  botId: 'shop',
  token: 't',
  expiresAt: '2999-01-01T00:00:00Z',
  socket: 'ws://chat/v1/socket',
};
const memory = { current: new Memory() };

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all.length = 0;
  memory.current = new Memory();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async () => Response.json(opened, { status: 201 }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function load(epoch = 'e') {
  const talk = new Talk({ chatUrl: 'http://chat', botId: 'shop', kept: new Kept(memory.current, 'shop') });
  await talk.start();
  return { talk, socket: welcome(epoch) };
}

function welcome(epoch = 'e') {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error('no socket');
  socket.dispatchEvent(new Event('open'));
  socket.tell({ type: 'welcome', epoch, head: 0 });
  return socket;
}

const seqs = ({ messages }: Talk) => messages.map(({ seq }: { seq: number }) => seq);
const says = ({ said }: FakeSocket) => said.filter(({ type }) => type === 'say').map(({ id }) => id);

test('what was said is sent again after a reload, with the same id, until the transcript shows it', async () => {
  const { talk, socket } = await load();
  talk.say('hello');
  const [id] = says(socket);

  const reloaded = await load();
  expect(says(reloaded.socket)).toEqual([id]);
  reloaded.socket.tell({ type: 'accepted', id, inputId: 'i-1' });
  expect(reloaded.talk.pending).toHaveLength(1);
  reloaded.socket.message(1, 'i-1', 'user');
  expect(reloaded.talk.pending).toEqual([]);
  expect(says((await load()).socket)).toEqual([]);
});

test('a message whose acceptance was lost, but which is shown, is settled when it is accepted again', async () => {
  const { talk, socket } = await load();
  talk.say('hello');
  const [id] = says(socket);
  socket.message(1, 'i-1', 'user');
  expect(talk.pending).toHaveLength(1);
  socket.tell({ type: 'accepted', id, inputId: 'i-1' });
  expect(talk.pending).toEqual([]);
});

test('a connection that breaks is made again, from the last message on', async () => {
  const { talk, socket } = await load();
  for (const seq of [1, 2]) socket.message(seq);
  socket.close(1013);
  expect(talk.status).toBe('offline');
  await vi.advanceTimersByTimeAsync(500);
  const again = welcome();
  expect(again.said[0]).toMatchObject({ type: 'hello', after: 2, epoch: 'e' });
  for (const seq of [2, 3]) again.message(seq);
  expect(seqs(talk)).toEqual([1, 2, 3]);
  expect(again.said.at(-1)).toEqual({ type: 'ack', seq: 3 });
});

test('attempts become rare while nobody answers', async () => {
  const { talk } = await load();
  for (let i = 0; i < 20; i += 1) {
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(30_000);
  }
  const before = FakeSocket.all.length;
  FakeSocket.all.at(-1)?.close();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(FakeSocket.all).toHaveLength(before);
  talk.stop();
});

test('a transcript that begins anew is shown anew', async () => {
  const { talk, socket } = await load();
  for (const seq of [1, 2]) socket.message(seq);
  socket.tell({ type: 'welcome', epoch: 'another', head: 1 });
  expect(seqs(talk)).toEqual([]);
  socket.message(1);
  expect(seqs(talk)).toEqual([1]);
});

test('a message that is rejected is shown with the reason, and not sent again', async () => {
  const { talk, socket } = await load();
  talk.say('hello');
  const [id] = says(socket);
  socket.tell({ type: 'problem', id, problem: { code: 'conversation_closed', title: 'The conversation has ended' } });
  expect(talk.pending).toEqual([]);
  expect(talk.refused).toMatchObject([{ text: 'hello', why: 'The conversation has ended' }]);
});

test('a refusal that will pass is tried again', async () => {
  const { talk, socket } = await load();
  talk.say('hello');
  const [id] = says(socket);
  socket.tell({ type: 'problem', id, problem: { code: 'unavailable', title: 'Not now' } });
  await vi.advanceTimersByTimeAsync(2000);
  expect(says(socket)).toEqual([id, id]);
});

test('a code that is for good ends the attempts; a new conversation begins empty', async () => {
  const { talk, socket } = await load();
  socket.message(1);
  socket.close(4410);
  expect(talk.status).toBe('ended');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  vi.stubGlobal('fetch', async () => Response.json({ ...opened, conversationId: 'c-2' }, { status: 201 }));
  await talk.begin();
  expect(welcome().said[0]).toMatchObject({ type: 'hello', after: 0 });
  expect(seqs(talk)).toEqual([]);
});
