import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@backchannel/stack';
import { built } from './built.ts';
import { scenarios } from './scenarios.ts';
import type { System } from './system.ts';

scenarios('embedded: one process on SQLite', openEmbedded);

async function openEmbedded(): Promise<System> {
  const [main] = await built('standalone');
  const dataDir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;

  const start = async () => {
    const env = {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      BOTS_DIR: 'tests/scenario/bots',
      LOG_LEVEL: 'warn',
    };
    child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const { pid } = child;
    while (!(await fetch(`${url}/health/ready`).catch(() => null))?.ok) {
      if (child.exitCode !== null) throw new Error(`standalone (${pid}) has ended with ${child.exitCode}`);
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    ingest: url,
    chat: url,
    processes: ['standalone', 'standalone', 'standalone'],
    async killAndRestart() {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
