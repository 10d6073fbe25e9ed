import { type ComposeService, type ComposeWritten, serviceOf, writtenOf } from '@backchannel/stack';
import type { System } from './systems.ts';

/** What a system runs, in the words of docker-compose.yml, which `runStack` reads. */
export interface Composed {
  readonly services: Readonly<Record<string, ComposeWritten>>;
}

interface Place {
  /** The folder of bot files. */
  readonly bots: string;
  /** Where an embedded system keeps its data. */
  readonly data: string;
}

/** The processes that do the work: what they use is counted for each message. */
export const workers = ['door', 'ingest', 'session', 'dialog', 'chat', 'control', 'standalone'] as const;

/** Made of docker-compose.yml, so that what is measured is what is delivered. */
export function composed(system: System, all: readonly ComposeService[], place: Place): Composed {
  if (system.kind === 'embedded') return { services: { standalone: embedded(place) } };
  const bases = ['kafka', 'redis', ...(system.control ? ['postgres'] : [])];
  const own = system.kind === 'floor' ? floor(system) : product(system, all, place);
  const written = bases.map((name) => [name, writtenOf(serviceOf(all, name), all)] as const);
  return { services: { ...Object.fromEntries(written), ...own } };
}

function product(
  { bot, control }: System,
  all: readonly ComposeService[],
  { bots }: Place,
): Record<string, ComposeWritten> {
  const names = ['topics', 'bots', 'ingest', 'session', 'dialog', 'chat', ...(control ? ['tables', 'control'] : [])];
  const services = Object.fromEntries(names.map((name) => [name, writtenOf(serviceOf(all, name), all)]));
  const { bots: publish, topics, ingest } = services as Record<'bots' | 'topics' | 'ingest', ComposeWritten>;
  publish.command = ['node', 'tools/bot/src/main.ts', 'publish', `${bots}/${bot}.json`];
  if (!control) {
    // Where control does not run, bots are said to the log.
    publish.environment = { KAFKA_BROKERS: topics.environment['KAFKA_BROKERS'] ?? '' };
    publish.depends_on = { topics: { condition: 'service_completed_successfully' } };
  }
  // Whoever is ready knows the bot.
  ingest.depends_on = { ...ingest.depends_on, bots: { condition: 'service_completed_successfully' } };
  const there = new Set([...Object.keys(services), 'kafka', 'redis', ...(control ? ['postgres'] : [])]);
  for (const service of Object.values(services)) {
    service.depends_on = Object.fromEntries(Object.entries(service.depends_on).filter(([name]) => there.has(name)));
  }
  return services;
}

/** In the order of a message: door, session, dialog, chat. */
function floor({ floor = 'batched' }: System): Record<string, ComposeWritten> {
  const environment = { KAFKA_BROKERS: 'kafka:19092', REDIS_URL: 'redis://redis:6379' };
  const topics: ComposeWritten = {
    command: ['node', 'tools/bench/src/floors/topics.ts'],
    environment,
    depends_on: { kafka: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } },
  };
  const roles = ['door', 'session', 'dialog', 'chat'].map((role, i) => {
    const service: ComposeWritten = {
      command: ['node', 'tools/bench/src/floors/main.ts', floor, role],
      environment,
      ports: [`${3001 + i}:${3001 + i}`],
      depends_on: { topics: { condition: 'service_completed_successfully' } },
    };
    return [role, service] as const;
  });
  return { topics, ...Object.fromEntries(roles) };
}

function embedded({ bots, data }: Place): ComposeWritten {
  const environment = { PORT: '3000', PUBLIC_URL: 'http://localhost:3000', DATA_DIR: data, BOTS_DIR: bots };
  return { build: { target: 'standalone' }, environment, ports: ['3000:3000'], depends_on: {} };
}
