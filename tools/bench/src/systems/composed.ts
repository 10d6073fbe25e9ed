import type { ComposeService } from '@backchannel/stack';
import type { System } from './systems.ts';

/** A service as docker-compose.yml writes it. */
interface Written {
  image?: string;
  build?: { target: string };
  command?: readonly string[];
  environment: Readonly<Record<string, string>>;
  ports?: readonly string[];
  depends_on: Record<string, { condition: string }>;
}

/** What a system runs, in the words of docker-compose.yml, which `runStack` reads. */
export interface Composed {
  readonly services: Readonly<Record<string, Written>>;
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

function product({ bot, control }: System, all: readonly ComposeService[], { bots }: Place): Record<string, Written> {
  const names = ['topics', 'bots', 'ingest', 'session', 'dialog', 'chat', ...(control ? ['tables', 'control'] : [])];
  const services = Object.fromEntries(names.map((name) => [name, writtenOf(serviceOf(all, name), all)]));
  const { bots: publish, topics, ingest } = services as Record<'bots' | 'topics' | 'ingest', Written>;
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
function floor({ floor = 'batched' }: System): Record<string, Written> {
  const environment = { KAFKA_BROKERS: 'kafka:19092', REDIS_URL: 'redis://redis:6379' };
  const topics: Written = {
    command: ['node', 'tools/bench/src/floors/topics.ts'],
    environment,
    depends_on: { kafka: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } },
  };
  const roles = ['door', 'session', 'dialog', 'chat'].map((role, i) => {
    const service: Written = {
      command: ['node', 'tools/bench/src/floors/main.ts', floor, role],
      environment,
      ports: [`${3001 + i}:${3001 + i}`],
      depends_on: { topics: { condition: 'service_completed_successfully' } },
    };
    return [role, service] as const;
  });
  return { topics, ...Object.fromEntries(roles) };
}

function embedded({ bots, data }: Place): Written {
  const environment = { PORT: '3000', PUBLIC_URL: 'http://localhost:3000', DATA_DIR: data, BOTS_DIR: bots };
  return { build: { target: 'standalone' }, environment, ports: ['3000:3000'], depends_on: {} };
}

function serviceOf(all: readonly ComposeService[], name: string): ComposeService {
  const service = all.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`docker-compose.yml has no service ${name}, which the bench runs`);
  return service;
}

/** Its variables have been filled in: what is left of dollars means dollars. */
function writtenOf(service: ComposeService, all: readonly ComposeService[]): Written {
  const { image, target, command, environment, port, dependsOn } = service;
  const plain = (text: string) => text.replaceAll('$', '$$$$');
  return {
    ...(image && { image }),
    ...(target && { build: { target } }),
    ...(command && { command: command.map(plain) }),
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, plain(value)])),
    ...(port && { ports: [`${port.published}:${port.inside}`] }),
    depends_on: Object.fromEntries(dependsOn.map((name) => [name, { condition: conditionOf(name, all) }])),
  };
}

function conditionOf(name: string, all: readonly ComposeService[]): string {
  return serviceOf(all, name).oneShot ? 'service_completed_successfully' : 'service_healthy';
}
