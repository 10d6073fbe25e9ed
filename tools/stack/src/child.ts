import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Program {
  /** What it is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The file that what it prints is appended to. */
  readonly log: string;
  /** A folder that nobody needs when we are gone. */
  readonly trash?: string | undefined;
}

/** A process that ends when this one ends, however this one ends. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves, never rejects, with how it ended: "exit code 1", "SIGKILL". */
  readonly ended: Promise<string>;
  running(): boolean;
  /** Resolves when the process and what it started are gone; one that does not heed the signal in time is killed. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const PATIENCE = 20_000;

export function startChild({ name, command, args, env, cwd, log, trash }: Program): Child {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  // A process group of its own: Ctrl-C in the terminal is for us, and we stop our children in order.
  // What the child starts has the pipe too: it closes with the last of them.
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', output, output, 'pipe'] });
  closeSync(output);

  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const { promise: allEnded, resolve: resolveAll } = Promise.withResolvers<void>();
  child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  child.once('close', () => resolveAll());
  child.once('error', (error) => resolve(error.message));
  if (!child.pid) throw new Error(`${name} can't be started: ${command} does not run`);
  guard(child, trash);

  const running = () => child.exitCode === null && child.signalCode === null;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (running()) child.kill(signal);
    const gone = new AbortController();
    const late = pause(PATIENCE, 'late', { signal: gone.signal }).catch(() => 'gone');
    if ((await Promise.race([allEnded, late])) === 'late') child.kill('SIGKILL');
    gone.abort();
    await ended;
  };
  return { name, pid: child.pid, log, ended, running, stop };
}

/** The end of what a process printed, for a message. */
export function lastWords({ log }: Child): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}

/**
 * No signal handler sees our own `kill -9`: a shell waits at the other end of a pipe until it closes, which it does
 * when we are gone, and then kills the child. A line through the pipe sends the shell home.
 */
function guard(child: ChildProcess, trash = ''): void {
  const script = 'read -r done || { kill -9 "$1"; [ -z "$2" ] || { sleep 1; rm -rf "$2"; }; }';
  const shell = spawn('sh', ['-c', script, 'guard', String(child.pid), trash], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  shell.stdin.on('error', () => {});
  child.once('exit', () => shell.stdin.end('done\n'));
}
