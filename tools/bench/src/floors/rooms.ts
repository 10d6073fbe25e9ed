import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { answer } from './door.ts';
import type { Message } from './message.ts';

interface Room {
  readonly socket: WebSocket;
  readonly wire: Duplex;
}

/** Who is shown what. A conversation is open when somebody says that it is; its token is its id. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  readonly open: RequestListener = ({ headers }, response) => {
    const conversationId = randomUUID();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const who = { conversationId, userId: randomUUID(), botId: 'bench', token: conversationId, expiresAt };
    answer(response, 201, { ...who, socket: `ws://${headers.host}/v1/socket` });
  };

  listenOn(server: Server): void {
    server.on('upgrade', (request, wire: Duplex, head) => {
      this.#sockets.handleUpgrade(request, wire, head, (socket) => this.#enter({ socket, wire }));
    });
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Each message by itself. */
  readonly one = (messages: readonly Message[]): void => {
    for (const message of messages) this.#rooms.get(message.conversationId)?.socket.send(frameOf(message));
  };

  /** All of a batch that is for one socket in one write. */
  readonly many = (messages: readonly Message[]): void => {
    for (const [id, some] of Map.groupBy(messages, ({ conversationId }) => conversationId)) {
      const room = this.#rooms.get(id);
      if (!room) continue;
      room.wire.cork();
      for (const message of some) room.socket.send(frameOf(message));
      room.wire.uncork();
    }
  };

  #enter(room: Room): void {
    room.socket.once('message', (data: Buffer) => {
      const { token } = JSON.parse(data.toString()) as { token: string };
      this.#rooms.set(token, room);
      room.socket.on('close', () => this.#rooms.delete(token));
      room.socket.send(JSON.stringify({ type: 'welcome', epoch: 'floor', head: 0 }));
    });
  }
}

function frameOf({ seq, text }: Message): string {
  return JSON.stringify({ type: 'message', message: { seq, from: 'bot', at: Date.now(), type: 'text', text } });
}
