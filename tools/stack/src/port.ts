import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

/**
 * Ports of this kind are below the range from which the system takes those of outgoing connections: a server that is away
 * for a while would else find its port taken by a client, or a client that retries could connect to itself.
 */
const OURS: PortRange = { from: 20_000, to: 32_000 };

export interface PortRange {
  readonly from: number;
  /** The first that is not of it. */
  readonly to: number;
}

/** A port of this machine that nobody listens on, and that nobody else is given while this process runs. */
export async function freePort({ from, to }: PortRange = OURS): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(from, to);
    if (await reserve(port)) return port;
  }
  throw new Error(`No free port was found between ${from} and ${to}`);
}

export async function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer()
    .once('error', () => resolve(false))
    .listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/**
 * False: somebody listens there, or has it already. Between the choice of a port and the server that listens there whole
 * seconds can pass, and others choose meanwhile. The UDP port of the same number, which no server here uses, stands for it,
 * and is given back by the system when this process ends, however it ends.
 */
export async function reserve(port: number): Promise<boolean> {
  if (!(await isFree(port))) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createSocket('udp4')
    .once('error', () => resolve(false))
    .bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true))
    .unref();
  const reserved = await promise;
  if (!reserved) socket.close();
  return reserved;
}

/** Whether somebody listens. */
export async function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1' })
    .once('connect', () => resolve(true))
    .once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
