import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KafkaBroker } from '@backchannel/messaging';
import { restore, runStack, snapshot } from '@backchannel/stack';
import { answersIn } from './answers.ts';
import { built } from './built.ts';
import { adminKey } from './embedded.ts';
import type { ManagedSystem } from './system.ts';

interface Wanted {
  /** Folders of bot files. */
  readonly bots: readonly string[];
  /** Of the variables in docker-compose.yml. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One whose processes can be away for a while. */
export interface Distributed extends ManagedSystem {
  /** The shop of docker-compose.yml. */
  readonly demo: string;
  whileAway(process: string, work: () => Promise<void>): Promise<void>;
}

/** A process per service, real Kafka, Redis and Postgres, as docker-compose.yml describes them. */
export async function openDistributed({ bots, environment = {} }: Wanted): Promise<Distributed> {
  await built('ingest', 'session', 'dialog', 'chat', 'control', 'demo');
  const dir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const stack = await runStack({
    dir,
    ports: 'free',
    variables: { ...process.env, ADMIN_KEY: adminKey, ...environment },
  });
  const { brokers } = stack.kafka;
  for (const folder of bots) {
    await promisify(execFile)(process.execPath, ['tools/bot/src/main.ts', 'publish', folder], {
      env: { ...process.env, KAFKA_BROKERS: brokers.join(',') },
    });
  }
  return {
    ingest: stack.service('ingest').url,
    chat: stack.service('chat').url,
    control: stack.service('control').url,
    demo: stack.service('demo').url,
    adminKey,
    processes: ['ingest', 'session', 'dialog', 'chat', 'control'],
    async killAndRestart(name) {
      await stack.service(name).kill();
      await stack.service(name).start();
    },
    async whileAway(name, work) {
      await stack.service(name).kill();
      await work();
      await stack.service(name).start();
    },
    async remember() {
      const then = await snapshot(stack.redis.url);
      return () => restore(stack.redis.url, then);
    },
    answers: () => answersIn(new KafkaBroker({ brokers })),
    async stop() {
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
