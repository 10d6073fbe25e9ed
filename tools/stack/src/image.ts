import { join } from 'node:path';
import type { ComposeService } from './compose.ts';
import { type KafkaServer, startKafka } from './kafka.ts';
import { kafkaSettings } from './local.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { type RedisServer, startRedis } from './redis.ts';
import type { Place } from './service.ts';

/** What services stand on. */
export interface Bases {
  readonly kafka: KafkaServer;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
}

/** Starts what the image of a service in docker-compose.yml is on this machine. */
export async function startImage(service: ComposeService, place: Place): Promise<Partial<Bases>> {
  const { name, image = '', command } = service;
  const options = { port: place.ports.get(name), dir: join(place.dir, name), onDeath: place.onDeath };
  const settings = command?.slice(1);

  if (image.includes('kafka')) return { kafka: await startKafka({ ...options, settings: kafkaSettings(service) }) };
  if (image.includes('redis')) return { redis: await startRedis({ ...options, settings }) };
  if (!image.includes('postgres')) throw new Error(`${name} is ${image}, which is only to be had in a container`);
  return { postgres: await startPostgres({ ...options, ...account(service), settings }) };
}

export function addressOf({ kafka, postgres, redis }: Partial<Bases>): string {
  return kafka?.brokers.join(',') ?? postgres?.url ?? redis?.url ?? '';
}

/** As the image of Postgres reads its environment. */
function account({ environment }: ComposeService): { user: string; password?: string; database: string } {
  const { POSTGRES_USER: user = 'postgres', POSTGRES_PASSWORD: password, POSTGRES_DB: database = user } = environment;
  return { user, password, database };
}
