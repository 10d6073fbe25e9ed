import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { type Environment, Sentence } from './environment.ts';

/**
 * In each turn of its loop Node takes one connection from a listening socket. When all who were connected come again at
 * once, turns are long, and who waits to be taken gives up before; then the process takes only those who are gone. So there are
 * several sockets at one port, which Linux fills alike: as many connections in a turn, and as many more that may wait.
 */
const SOCKETS = process.platform === 'linux' ? 16 : 1;

/** Resolves when it listens. Whoever closes the server closes all of its sockets. */
export async function listen(
  server: HttpServer,
  { port, host }: Pick<Environment, 'port' | 'host'>,
  sockets = SOCKETS,
): Promise<void> {
  const shared = { host, reusePort: sockets > 1 };
  if (shared.reusePort) await findOut({ port, host });
  await begin(server, { port, ...shared });
  const { port: own } = server.address() as AddressInfo;
  const take = (wire: Socket) => void server.emit('connection', wire);
  const others = Array.from({ length: sockets - 1 }, () => createServer({ noDelay: true }, take));
  // Linux spreads them evenly, by their addresses.
  const most = Math.ceil(server.maxConnections / sockets);
  for (const one of [server, ...others]) if (most) one.maxConnections = most;
  for (const other of others) await begin(other, { port: own, ...shared });
  const close = server.close.bind(server);
  server.close = (closed) => {
    for (const other of others) other.close();
    return close(closed);
  };
}

/** Sockets that share a port share it with other processes as well: that there is one is told only to who would not share. */
async function findOut(options: ListenOptions): Promise<void> {
  const probe = createServer();
  await begin(probe, options);
  const closed = once(probe, 'close');
  probe.close();
  await closed;
}

/** What is wrong with where it is to listen is told in a sentence. */
async function begin(server: Server, options: ListenOptions): Promise<void> {
  const { port, host } = options;
  const why = new Map([
    ['EADDRINUSE', `Port ${port} is in use: PORT names another one.`],
    ['EACCES', `Port ${port} needs more rights: PORT names another one.`],
    ['EADDRNOTAVAIL', `HOST is ${host}, which is no address of this machine.`],
    ['ENOTFOUND', `HOST is ${host}, which is no address of this machine.`],
  ]);
  try {
    server.listen(options);
    await once(server, 'listening');
  } catch (error) {
    const sentence = why.get(String((error as NodeJS.ErrnoException).code));
    throw sentence === undefined ? error : new Sentence(sentence, { cause: error });
  }
}
