import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SqliteBroker } from '@backchannel/messaging';
import { freePort } from '@backchannel/stack';
import { answersIn } from './answers.ts';
import { standaloneBundle } from './built.ts';
import type { ManagedSystem } from './system.ts';

/** All services in one process, on files and a port of its own, as `npm start` runs them. */
export interface Embedded extends ManagedSystem {
  readonly url: string;
  readonly dataDir: string;
  /** Its log, of all starts. */
  readonly printed: () => string;
  /** What starts it: other processes can be tried with it. */
  readonly main: string;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** Gives the exit code, null when the signal has killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

interface Wanted {
  readonly bots: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export const adminKey = 'team-key-for-tests-0123456789abcdef0123456789';

/** One that is ready. */
export async function openEmbedded({ bots, environment = {} }: Wanted): Promise<Embedded> {
  const { main, remove } = await standaloneBundle();
  const dataDir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const printed: string[] = [];
  let child: ChildProcess | undefined;

  const start = async () => {
    const own = { PORT: String(port), DATA_DIR: dataDir, BOTS_DIR: bots, ADMIN_KEYS: adminKey, LOG_LEVEL: 'warn' };
    const env = { ...process.env, ...own, ...environment };
    // It does nothing unless the environment says where spans go.
    const telemetry = pathToFileURL(join(dirname(main), 'telemetry.js')).href;
    child = spawn(process.execPath, ['--import', telemetry, main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.setEncoding('utf8').on('data', (part: string) => printed.push(part));
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
    control: url,
    adminKey,
    url,
    dataDir,
    printed: () => printed.join(''),
    main,
    processes: ['standalone', 'standalone', 'standalone'],
    start,
    end,
    async killAndRestart() {
      await end('SIGKILL');
      await start();
    },
    async answers() {
      // Its log is for one process at a time.
      await end('SIGTERM');
      return answersIn(new SqliteBroker({ path: join(dataDir, 'log.db') }));
    },
    async stop() {
      await end('SIGTERM');
      await remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
