import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { door } from '../floors/door.ts';
import type { Message } from '../floors/message.ts';
import type { Pipes } from '../floors/pipes.ts';
import { Rooms } from '../floors/rooms.ts';

/** A system without anything between its door and its sockets. `between` may lose, double, delay what was said. */
export async function startEcho(between: (message: Message, show: (message: Message) => void) => void) {
  const rooms = new Rooms();
  const counts = new Map<string, number>();
  const show = (message: Message) => rooms.many([{ ...message, text: `You said ${message.text}.` }]);
  const pipes: Pick<Pipes, 'say'> = {
    async say(_, message) {
      const seq = (counts.get(message.conversationId) ?? 0) + 1;
      counts.set(message.conversationId, seq);
      between({ ...message, seq }, show);
    },
  };
  const post = door(pipes);
  const server = createServer((request, response) => {
    (request.url === '/v1/conversations' ? rooms.open : post)(request, response);
  });
  rooms.listenOn(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    rooms.close();
    server.close();
  };
  return { url, close };
}
