import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ClientFrame, ConversationOpened, Message } from '@backchannel/contracts';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { Tab } from './tab.ts';

const toClose: (() => void)[] = [];
afterEach(() => toClose.splice(0).forEach((close) => close()));

const line = (seq: number): Message => ({ seq, id: `${seq}`, from: 'bot', at: 0, type: 'text', text: `number ${seq}` });

/** A chat that does as it is told: what each socket has said, and what is said to the newest. */
async function openChat() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const heard: ClientFrame[] = [];
  let newest: WebSocket | undefined;
  server.on('connection', (socket) => {
    newest = socket;
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as ClientFrame));
  });
  const say = (frame: object) => newest?.send(JSON.stringify(frame));
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const expiresAt = new Date().toISOString();
  const opened: ConversationOpened = {
    conversationId: 'c',
    userId: 'u',
    botId: 'b',
    token: 't',
    expiresAt,
    socket: address,
  };
  const shown: number[] = [];
  const tab = new Tab(opened, { shown: ({ seq }) => void shown.push(seq) });
  toClose.push(
    () => tab.leave(),
    () => server.close(),
  );
  const hellos = () => heard.filter((frame) => frame.type === 'hello');
  const said = () => heard.filter((frame) => frame.type === 'say');
  return { tab, heard, hellos, said, shown, say, drop: () => newest?.terminate() };
}

async function openWelcomed() {
  const chat = await openChat();
  await expect.poll(() => chat.hellos().length).toBe(1);
  chat.say({ type: 'welcome', epoch: 'one', head: 0 });
  return chat;
}

test('it goes on where it was when the socket is lost', async () => {
  const { tab, say, shown, drop, hellos } = await openWelcomed();
  for (const seq of [1, 2]) say({ type: 'message', message: line(seq) });
  await expect.poll(() => shown).toEqual([1, 2]);
  drop();
  await expect.poll(() => hellos().at(-1)).toEqual({ type: 'hello', token: 't', after: 2, epoch: 'one' });
  expect([tab.lost, tab.gaps, tab.again]).toEqual([1, 0, 0]);
});

test('a line that comes again is not shown again; one that leaves a gap is told', async () => {
  const { tab, say, shown } = await openWelcomed();
  for (const seq of [1, 1, 2, 4]) say({ type: 'message', message: line(seq) });
  await expect.poll(() => shown).toEqual([1, 2, 4]);
  expect([tab.again, tab.gaps]).toEqual([1, 1]);
});

test('with another epoch it forgets what it has shown', async () => {
  const { tab, say, shown } = await openWelcomed();
  say({ type: 'message', message: line(1) });
  say({ type: 'welcome', epoch: 'two', head: 1 });
  say({ type: 'message', message: line(1) });
  await expect.poll(() => shown).toEqual([1, 1]);
  expect(tab.screen).toHaveLength(1);
  expect([tab.anew, tab.gaps, tab.again]).toEqual([1, 0, 0]);
});

test('what nobody has taken is said again under its id: after a problem, and when the socket is back', async () => {
  const { tab, say, said, drop, hellos } = await openWelcomed();
  let again = 0;
  const accepted = tab.say('number 1', () => {
    again += 1;
  });
  await expect.poll(() => said().length).toBe(1);
  const id = said()[0]?.id ?? '';
  say({ type: 'problem', id, problem: { type: 'urn:x', title: 'x', status: 503, code: 'unavailable' } });
  await expect.poll(() => said().length).toBe(2);
  drop();
  await expect.poll(() => hellos().length).toBe(2);
  say({ type: 'welcome', epoch: 'one', head: 0 });
  await expect.poll(() => said().length).toBe(3);
  expect(new Set(said().map((frame) => JSON.stringify(frame))).size).toBe(1);
  say({ type: 'accepted', id, inputId: 'i' });
  await accepted;
  expect(again).toBe(2);
});

test('a no is a no', async () => {
  const { tab, say, said } = await openWelcomed();
  const saying = tab.say('number 1', () => {}).catch((error: Error) => error.message);
  await expect.poll(() => said().length).toBe(1);
  const id = said()[0]?.id ?? '';
  say({ type: 'problem', id, problem: { type: 'urn:x', title: 'x', status: 409, code: 'conversation_closed' } });
  expect(await saying).toBe('409 conversation_closed');
});
