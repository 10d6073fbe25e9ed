import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@backchannel/stack';
import { standaloneBundle } from './built.ts';
import type { System } from './system.ts';

/** All services in one process, on files and a port of its own, as `npm start` runs them. */
export interface Embedded extends System {
  readonly url: string;
  readonly dataDir: string;
  /** What starts it: other processes can be tried with it. */
  readonly main: string;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** Gives the exit code, null when the signal has killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** One that is ready. */
export async function openEmbedded({ bots }: { bots: string }): Promise<Embedded> {
  const { main, remove } = await standaloneBundle();
  const dataDir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;

  const start = async () => {
    const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir, BOTS_DIR: bots, LOG_LEVEL: 'warn' };
    child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    while (!(await fetch(`${url}/health/ready`).catch(() => null))?.ok) {
      if (child.exitCode !== null) throw new Error(`standalone (${child.pid}) has ended with ${child.exitCode}`);
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  };
  await start();
  return {
    ingest: url,
    chat: url,
    url,
    dataDir,
    main,
    processes: ['standalone', 'standalone', 'standalone'],
    start,
    end,
    async killAndRestart() {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      await end('SIGTERM');
      await remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
