import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KafkaBroker } from '@backchannel/messaging';
import { restore, runStack, snapshot } from '@backchannel/stack';
import { answersIn } from './answers.ts';
import { built } from './built.ts';
import type { System } from './system.ts';

interface Wanted {
  /** Folders of bot files. */
  readonly bots: readonly string[];
  /** What an operator adds to dialog's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process per service, real Kafka and Redis, as docker-compose.yml describes them. */
export async function openDistributed({ bots, environment = {} }: Wanted): Promise<System> {
  await built('ingest', 'session', 'dialog', 'chat', 'demo');
  const dir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const stack = await runStack({ dir, ports: 'free', file: await described(dir, environment) });
  const { brokers } = stack.kafka;
  for (const folder of bots) {
    await promisify(execFile)(process.execPath, ['tools/bot/src/main.ts', 'publish', folder], {
      env: { ...process.env, KAFKA_BROKERS: brokers.join(',') },
    });
  }
  return {
    ingest: stack.service('ingest').url,
    chat: stack.service('chat').url,
    processes: ['ingest', 'session', 'dialog', 'chat'],
    async killAndRestart(name) {
      await stack.service(name).kill();
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

/** docker-compose.yml, and more environment for dialog: with the anchor of its secrets begins what is its own. */
async function described(dir: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const own = 'LINK_SECRETS: *links\n';
  const [before, after] = (await readFile('docker-compose.yml', 'utf8')).split(own);
  if (after === undefined) throw new Error(`docker-compose.yml has no ${own}`);
  const more = Object.entries(environment).map(([name, value]) => `      ${name}: ${JSON.stringify(value)}\n`);
  const file = join(dir, 'docker-compose.yml');
  await writeFile(file, [before, own, ...more, after].join(''));
  return file;
}
