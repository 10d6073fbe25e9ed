import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers a path with a text, until the test is over. */
export async function serve(answer: (path: string) => string, over: (close: () => void) => void): Promise<string> {
  const server = createServer((request, response) => void response.end(answer(request.url ?? '')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  over(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
