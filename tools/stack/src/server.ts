import { setTimeout as pause } from 'node:timers/promises';
import { type Child, lastWords, type Program, startChild } from './child.ts';

/** A process that can be stopped and started again, on the same port and the same data. */
export interface Server {
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  readonly log: string;
  running(): boolean;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** Gently; resolves when it is gone, with how it ended: "exit code 0", "SIGKILL". */
  stop(): Promise<string>;
  /** By default SIGKILL, and resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
}

export interface ServerOptions {
  readonly program: Program;
  readonly ready: () => Promise<boolean>;
  /** What it takes for "finish, and end"; SIGTERM without it. */
  readonly stopSignal?: NodeJS.Signals | undefined;
  /** Told when it ended and nobody had asked for that. */
  readonly onDeath?: ((sentence: string) => void) | undefined;
}

const PATIENCE = 60_000;

export async function startServer(options: ServerOptions): Promise<Server> {
  const { program, ready, stopSignal = 'SIGTERM', onDeath } = options;
  const leaving = new WeakSet<Child>();
  let child: Child;

  const launch = async () => {
    const launched = startChild(program);
    child = launched;
    await untilReady(launched, ready);
    void mourn(launched);
  };
  const mourn = async (launched: Child) => {
    const how = await launched.ended;
    if (!leaving.has(launched)) onDeath?.(`${launched.name} died (${how}). See ${launched.log}`);
  };
  const end = async (signal: NodeJS.Signals) => {
    leaving.add(child);
    await child.stop(signal);
    return child.ended;
  };
  const start = async () => {
    if (child.running()) return;
    await child.stop();
    await launch();
  };

  await launch();
  return {
    get pid() {
      return child.pid;
    },
    log: program.log,
    running: () => child.running(),
    start,
    stop: () => end(stopSignal),
    async kill(signal = 'SIGKILL') {
      await end(signal);
    },
    async restart() {
      await end(stopSignal);
      await start();
    },
  };
}

async function untilReady(child: Child, ready: () => Promise<boolean>): Promise<void> {
  let ended: string | undefined;
  void child.ended.then((how) => (ended = how));
  for (const start = Date.now(); Date.now() - start < PATIENCE; await pause(50)) {
    if (ended) throw new Error(`${child.name} ended before it was ready (${ended}):\n${lastWords(child)}`);
    if (await ready().catch(() => false)) return;
  }
  await child.stop('SIGKILL');
  throw new Error(`${child.name} was not ready after ${PATIENCE / 1000} seconds:\n${lastWords(child)}`);
}
