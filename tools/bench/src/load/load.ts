import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Measured, Moments, Target, Wanted } from './generator.ts';
import type { Answer, Order, Result } from './protocol.ts';

/** The generator, in a process of its own. */
export interface Load {
  readonly pid: number;
  /** Sockets that the system has closed by itself so far. */
  readonly lostSockets: number;
  /** Gives the seconds that the sockets took, without the conversations before them. */
  open(target: Target): Promise<number>;
  run(wanted: Wanted, moments: Moments): Promise<Measured>;
  close(): Promise<void>;
}

const FIRST = -15;

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
    // A session of its own, which Linux weighs by itself; it ends with the channel to us.
    detached: true,
    // Nothing of what is preloaded into services.
    env: { ...process.env, NODE_OPTIONS: '' },
    execArgv: ['--max-semi-space-size=64'],
  });
  const pid = child.pid as number;
  goFirst(pid);
  let lostSockets = 0;

  const ask = async (order: Order, moments?: Moments): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const hear = (answer: Answer) => {
      if (answer.said === 'began') moments?.began();
      else if (answer.said === 'ended') moments?.ended();
      else if (answer.said === 'failed') reject(new Error(`the generator: ${answer.why}`));
      else {
        lostSockets = answer.lostSockets;
        resolve(answer.result);
      }
    };
    const gone = (code: number | null) => reject(new Error(`the generator has ended (${code})`));
    child.on('message', hear).once('exit', gone);
    try {
      child.send(order);
      return await promise;
    } finally {
      child.off('message', hear).off('exit', gone);
    }
  };

  return {
    pid,
    get lostSockets() {
      return lostSockets;
    },
    async open(target) {
      const seconds = await ask({ do: 'open', target });
      if (typeof seconds !== 'number') throw new Error('the generator has not told how long its sockets took');
      return seconds;
    },
    async run(wanted, moments) {
      const result = await ask({ do: 'run', wanted }, moments);
      if (!result || typeof result === 'number') throw new Error('the generator has measured nothing');
      return result;
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** Where the machine lets it: a generator that waits for a core measures its own waiting, and its slip tells so. */
function goFirst(pid: number): void {
  try {
    setPriority(pid, FIRST);
    // Where Linux shares the machine between sessions (`sched_autogroup`), only theirs counts.
    if (existsSync(`/proc/${pid}/autogroup`)) writeFileSync(`/proc/${pid}/autogroup`, String(FIRST));
  } catch {
    return;
  }
  // A priority is a larger share, and even so waits its turn for milliseconds. What is real-time does not; it is a sixth of a core.
  spawnSync('chrt', ['--fifo', '--all-tasks', '--pid', '1', String(pid)], { stdio: 'ignore' });
}
