import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runStack, type Stack, type StackService } from '@backchannel/stack';
import { built } from '../scenario/built.ts';
import { adminKey } from '../scenario/embedded.ts';
import { openBalancer } from './balancer.ts';

const names = ['ingest', 'session', 'dialog', 'chat', 'control'] as const;

/** Two processes of every service on real Kafka, Redis and Postgres; each kind has one address. */
export interface Pairs {
  readonly stack: Stack;
  readonly instances: ReadonlyMap<string, readonly StackService[]>;
  readonly ingest: string;
  readonly chat: string;
  readonly control: string;
  readonly adminKey: string;
  stop(): Promise<void>;
}

export async function openPairs(bots: string): Promise<Pairs> {
  await built(...names, 'demo');
  const dir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const instances = new Map<string, StackService[]>();
  const front = (name: string) => openBalancer(() => (instances.get(name) ?? []).map(({ url }) => url));
  const [ingest, chat, control] = await Promise.all([front('ingest'), front('chat'), front('control')]);
  // Whoever opens a conversation is told the address of both, not of the one that answers.
  const file = join(dir, 'docker-compose.yml');
  const compose = await readFile('docker-compose.yml', 'utf8');
  await writeFile(file, compose.replace('PUBLIC_URL: http://localhost:3004', `PUBLIC_URL: ${chat.url}`));

  const stack = await runStack({ file, dir, ports: 'free', variables: { ...process.env, ADMIN_KEY: adminKey } });
  await promisify(execFile)(process.execPath, ['tools/bot/src/main.ts', 'publish', bots], {
    env: { ...process.env, KAFKA_BROKERS: stack.kafka.brokers.join(',') },
  });
  for (const name of names) instances.set(name, [stack.service(name), await stack.startAnother(name)]);
  return {
    stack,
    instances,
    ingest: ingest.url,
    chat: chat.url,
    control: control.url,
    adminKey,
    async stop() {
      await Promise.all([ingest.close(), chat.close(), control.close()]);
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
