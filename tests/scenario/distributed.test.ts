import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { restore, runStack, snapshot } from '@backchannel/stack';
import { built } from './built.ts';
import { scenarios } from './scenarios.ts';
import type { System } from './system.ts';

scenarios('distributed: a process per service, real Kafka and Redis', openDistributed);

async function openDistributed(): Promise<System> {
  await built('ingest', 'session', 'dialog', 'chat', 'demo');
  const dir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const stack = await runStack({ dir, ports: 'free' });
  const publish = ['tools/bot/src/main.ts', 'publish', 'tests/scenario/bots'];
  await promisify(execFile)(process.execPath, publish, {
    env: { ...process.env, KAFKA_BROKERS: stack.kafka.brokers.join(',') },
  });
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
    async stop() {
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
