import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publish } from '@backchannel/bot';
import { type BotFile, problem } from '@backchannel/contracts';
import type { Broker } from '@backchannel/messaging';
import { type Environment, openBroker, readEnvironment } from '@backchannel/service';
import { Everything, talking } from '@backchannel/standalone';

/** All services, for one bot. */
export interface System {
  readonly url: string;
  readonly broker: Broker;
  close(): Promise<void>;
}

/** Starts them on a free port of this machine and a folder that goes with the process, however it ends. */
export async function openSystem(bot: BotFile): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backchannel-play-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const server = createServer();
  const everything = new Everything(server, (_request, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem('not_found')));
  });
  const host = '127.0.0.1';
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  const environment: Environment = {
    ...readEnvironment(),
    ...alone,
    dataDir,
    host,
    port,
    publicUrl: `http://${host}:${port}`,
  };

  const broker = openBroker(environment, 'play');
  await publish(broker, [bot]);
  await everything.begin(talking, environment, broker);
  everything.started();
  return { url: environment.publicUrl, broker, close: () => everything.stop(broker) };
}

/** Whatever the environment says: nothing of it is used here, and the log's lines would be between the bot's. */
const alone = {
  kafka: undefined,
  redisUrl: undefined,
  ingestUrl: undefined,
  chatUrl: undefined,
  logLevel: 'error',
} as const;
