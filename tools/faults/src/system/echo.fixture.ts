import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ClientFrame, type Message, type ServerFrame, WebViewPost, webViewPath } from '@backchannel/contracts';
import type { Stack } from '@backchannel/stack';
import { type WebSocket, WebSocketServer } from 'ws';
import type { System } from './system.ts';

type Lines = readonly string[];

interface Conversation {
  epoch: string;
  lines: Lines;
  readonly sockets: Set<WebSocket>;
}

export interface Echo extends System {
  /** The status that a door answers a text with. */
  status: (text: string) => number;
  /** Makes every transcript anew, of what it was. */
  rebuild: (change: (lines: Lines) => Lines) => void;
}

/** Both doors in one process, with nothing behind them: what they accept is shown at once, with its answer. */
export async function openEcho(): Promise<Echo> {
  const conversations = new Map<string, Conversation>();
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => void take(request, response));
  server.on('upgrade', (request, wire, head) =>
    sockets.handleUpgrade(request, wire, head, (socket) => socket.on('message', (data: Buffer) => hear(socket, data))),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const owners = new Map<WebSocket, Conversation>();
  const known = new Set<string>();

  const say = (socket: WebSocket, frame: ServerFrame) => socket.send(JSON.stringify(frame));
  const show = (conversation: Conversation, after: number, to: Iterable<WebSocket> = conversation.sockets) => {
    const messages = conversation.lines.map(messageOf).slice(after);
    for (const socket of to) for (const message of messages) say(socket, { type: 'message', message });
  };
  const accept = (conversation: Conversation, text: string) => {
    const before = conversation.lines.length;
    conversation.lines = [...conversation.lines, text, `You said ${text}.`];
    show(conversation, before);
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await json(request);
    const answer = (status: number, value: object) => response.writeHead(status).end(JSON.stringify(value));
    if (request.url !== webViewPath) return void answer(201, open());
    const { conversationId, message = '' } = WebViewPost.parse(body);
    const status = echo.status(message);
    answer(status, { inputId: randomUUID() });
    if (status === 202) accept(conversations.get(conversationId) as Conversation, message);
  }

  function open() {
    const conversationId = randomUUID();
    conversations.set(conversationId, { epoch: randomUUID(), lines: [], sockets: new Set() });
    const who = { conversationId, userId: 'u', botId: 'b', token: conversationId };
    return { ...who, expiresAt: new Date().toISOString(), socket: `ws://${host}/` };
  }

  function hear(socket: WebSocket, data: Buffer): void {
    const frame = ClientFrame.parse(JSON.parse(data.toString()));
    const conversation = owners.get(socket);
    if (frame.type === 'hello') welcome(socket, conversations.get(frame.token) as Conversation, frame.after ?? 0);
    if (frame.type !== 'say' || !conversation) return;
    say(socket, { type: 'accepted', id: frame.id, inputId: frame.id });
    if (!known.has(frame.id)) accept(conversation, frame.text ?? '');
    known.add(frame.id);
  }

  function welcome(socket: WebSocket, conversation: Conversation, after: number): void {
    owners.set(socket, conversation);
    conversation.sockets.add(socket);
    say(socket, { type: 'welcome', epoch: conversation.epoch, head: conversation.lines.length });
    show(conversation, after, [socket]);
  }

  const echo: Echo = {
    stack: {} as Stack,
    services: [],
    chat: `http://${host}`,
    ingest: `http://${host}`,
    status: () => 202,
    rebuild(change) {
      for (const conversation of conversations.values()) {
        conversation.lines = change(conversation.lines);
        conversation.epoch = randomUUID();
        for (const socket of conversation.sockets) welcome(socket, conversation, 0);
      }
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
  return echo;
}

const messageOf = (text: string, i: number): Message => {
  const from = text.startsWith('You said') ? 'bot' : 'user';
  return { seq: i + 1, id: `${i}`, from, at: 0, type: 'text', text };
};
