import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Event, limits } from '@backchannel/contracts';
import { type Broker, KafkaBroker, SqliteBroker } from '@backchannel/messaging';
import { connectRedis, redisSlots, type Slots, sqliteSlots } from '@backchannel/projection';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Environment, Sentence } from './environment.ts';
import { Health } from './health.ts';
import { openLog } from './log.ts';
import { Refused } from './problems.ts';

/** What a service was given to work with. Modules choose by it; nobody else reads the environment. */
export class Opened {
  readonly name: string;
  readonly environment: Environment;
  readonly broker: Broker;
  readonly health = new Health();
  readonly log: Logger;
  readonly #slots: Slots[] = [];
  #redis: Redis | undefined;

  constructor(name: string, environment: Environment, broker: Broker) {
    this.name = name;
    this.environment = environment;
    this.broker = broker;
    this.log = openLog(name, environment);
    this.health.add(() => broker.waitsFor());
  }

  /** The store behind the service's projection: its own file, or its own keys. */
  slots(): Slots {
    const { redisUrl, dataDir } = this.environment;
    const slots = redisUrl
      ? redisSlots({ redis: this.#connect(redisUrl), prefix: this.name })
      : sqliteSlots(join(dataDir, `${this.name}.db`));
    this.#slots.push(slots);
    return slots;
  }

  #connect(url: string): Redis {
    const redis = connectRedis(url);
    this.health.add(() => (redis.status === 'ready' ? [] : ['Redis does not answer']));
    this.#redis = redis;
    return redis;
  }

  /** Resolves when the log has the events; refuses when it does not take them in time, and they may or may not be in it. */
  async say(events: readonly Event[]): Promise<void> {
    const late = new AbortController();
    const tooLate = sleep(limits.publishMs, undefined, { signal: late.signal }).then(() => {
      throw new Refused('unavailable', { detail: 'the log does not answer' });
    });
    const said = this.broker.publish(events).catch((cause: unknown) => {
      throw new Refused('unavailable', { detail: 'the log does not answer', cause });
    });
    try {
      await Promise.race([said, tooLate]);
    } finally {
      late.abort();
      tooLate.catch(() => {});
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slots) => slots.close()));
    this.#redis?.disconnect();
  }
}

/** The broker that the environment names: Kafka, or a file of this machine. */
export function openBroker({ kafkaBrokers, dataDir }: Environment, name: string): Broker {
  if (kafkaBrokers) return new KafkaBroker({ brokers: kafkaBrokers, clientId: name });
  makeDataDir(dataDir);
  return new SqliteBroker({ path: join(dataDir, 'log.db') });
}

/** The secrets of chat tokens; on one machine they are made at the first start and kept beside the data. */
export function tokenSecrets({ tokenSecrets: given, kafkaBrokers, dataDir }: Environment): readonly string[] {
  if (given) return given;
  if (kafkaBrokers)
    throw new Sentence('TOKEN_SECRETS is missing: every instance of chat must sign with the same secret.');
  const file = join(dataDir, 'token-secret');
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(dataDir, error);
  }
  return [readFileSync(file, 'utf8')];
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
}

function cannotWrite(dataDir: string, cause: unknown): Sentence {
  return new Sentence(
    `Not able to write to ${dataDir}/ (${(cause as NodeJS.ErrnoException).code}): DATA_DIR names another folder.`,
    { cause },
  );
}
