import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readCompose, readingsOf, runStack, type StackService } from '@backchannel/stack';
import { preload } from '../measure/counts.ts';
import { composed, workers } from './composed.ts';
import type { System } from './systems.ts';

/** All that comes here comes from one address. */
const forBench = { LOG_LEVEL: 'warn', RATE_PER_ADDRESS: '0', SOCKETS_PER_ADDRESS: '0' };

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const botFiles = fileURLToPath(new URL('../../bots', import.meta.url));

/** A system at work, on a Kafka, a Redis and a Postgres of its own. */
export interface Running {
  readonly system: System;
  /** Where it is posted to, and where conversations are opened. */
  readonly doorUrl: string;
  readonly chatUrl: string;
  readonly controlUrl: string | undefined;
  /** Of its services, and of what they stand on. */
  readonly pids: Readonly<Record<string, number>>;
  /** Which of these are services, in the order of a message. */
  readonly services: readonly string[];
  /** Where services write what they have counted. */
  readonly censusDir: string;
  readonly redisUrl: string | undefined;
  /** Resolves when what nobody waits for is written down as well. */
  rested(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** More options of Node for the services. */
  readonly nodeOptions?: readonly string[];
  /** Of docker-compose.yml. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly onDeath: (sentence: string) => void;
}

/** Starts a system from nothing: each gets an empty Kafka and an empty store, and has the machine for itself. */
export async function startSystem(system: System, options: StartOptions): Promise<Running> {
  const dir = mkdtempSync(join(tmpdir(), 'backchannel-bench-'));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const stack = await start(system, dir, options);
    const services = workers.filter((name) => stack.services.has(name));
    const bases = { kafka: stack.kafka?.pid, redis: stack.redis?.pid, postgres: stack.postgres?.pid };
    const pids: Record<string, number> = {};
    for (const name of services) pids[name] = stack.service(name).pid;
    for (const [name, pid] of Object.entries(bases)) if (pid !== undefined) pids[name] = pid;
    const urlOf = (...names: string[]) => names.map((name) => stack.services.get(name)?.url).find(Boolean);
    return {
      system,
      doorUrl: urlOf('ingest', 'door', 'standalone') ?? '',
      chatUrl: urlOf('chat', 'standalone') ?? '',
      controlUrl: urlOf('control', 'standalone'),
      pids,
      services,
      censusDir: dir,
      redisUrl: stack.redis?.url,
      rested: () => rested(stack.services.get('control')),
      async stop() {
        await stack.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

const RESTED_MS = 300_000;

/** The journal of control has read all that there is. */
async function rested(control: StackService | undefined): Promise<void> {
  if (!control) return;
  for (const late = Date.now() + RESTED_MS; Date.now() < late; await pause(250)) {
    const lags = await readingsOf(control, 'backchannel_consumer_lag');
    if ([...lags.values()].every((lag) => lag === 0)) return;
  }
  throw new Error('control has not caught up within five minutes');
}

async function start(system: System, dir: string, { nodeOptions = [], variables = {}, onDeath }: StartOptions) {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const all = readCompose(text, { ...process.env, ...variables });
  const data = join(dir, 'data');
  mkdirSync(data);
  const bots = join(dir, 'bots');
  mkdirSync(bots);
  if (system.bot) copyFileSync(join(botFiles, `${system.bot}.json`), join(bots, `${system.bot}.json`));
  const { services } = composed(system, all, { bots, data });
  const counted = Object.entries(services).map(([name, service]) => {
    const environment = { ...service.environment, ...forBench, BENCH_CENSUS: dir };
    return [name, { ...service, ...(!service.image && { environment }) }] as const;
  });
  const file = join(dir, 'compose.json');
  writeFileSync(file, JSON.stringify({ services: Object.fromEntries(counted) }));
  return withNodeOptions([preload, ...nodeOptions], () =>
    runStack({ file, dir, ports: 'free', variables: {}, onDeath }),
  );
}

/** The stack hands `NODE_OPTIONS` on to every process of ours that it starts. */
async function withNodeOptions<Result>(options: readonly string[], work: () => Promise<Result>): Promise<Result> {
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = [before, ...options].filter(Boolean).join(' ');
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  }
}
