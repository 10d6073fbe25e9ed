import { type ComposeService, type ComposeWritten, serviceOf, writtenOf } from '@backchannel/stack';

/** Where what services stand on is. */
export interface Bases {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  readonly databaseUrl: string;
}

const names = ['topics', 'tables', 'ingest', 'session', 'dialog', 'chat', 'control'];
/** All that comes here comes from one address. */
const forFaults = { LOG_LEVEL: 'warn', RATE_PER_ADDRESS: '0', SOCKETS_PER_ADDRESS: '0' };

/** The services of docker-compose.yml, as they are delivered, on bases that stand elsewhere; with a name, as Kubernetes gives each. */
export function composed(all: readonly ComposeService[], { brokers, redisUrl, databaseUrl }: Bases) {
  const given = { KAFKA_BROKERS: brokers.join(','), REDIS_URL: redisUrl, DATABASE_URL: databaseUrl };
  const services = names.map((name): [string, ComposeWritten] => {
    const written = writtenOf(serviceOf(all, name), all);
    const own = Object.entries(given).filter(([variable]) => variable in written.environment);
    const needed = Object.entries(written.depends_on).filter(([other]) => names.includes(other));
    return [
      name,
      {
        ...written,
        environment: { ...written.environment, ...forFaults, INSTANCE: name, ...Object.fromEntries(own) },
        depends_on: Object.fromEntries(needed),
      },
    ];
  });
  return { services: Object.fromEntries(services) };
}

interface Embedded {
  /** Where its files are, and those of its bots. */
  readonly data: string;
  readonly bots: string;
  readonly nodeOptions: string;
}

/** All of it in one process, on files. */
export function composedEmbedded({ data, bots, nodeOptions }: Embedded) {
  const own = { PORT: '3000', PUBLIC_URL: 'http://localhost:3000', DATA_DIR: data, BOTS_DIR: bots };
  const standalone: ComposeWritten = {
    build: { target: 'standalone' },
    environment: { ...forFaults, ...own, NODE_OPTIONS: nodeOptions },
    ports: ['3000:3000'],
    depends_on: {},
  };
  return { services: { standalone } };
}
