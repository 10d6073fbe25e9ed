import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Event } from '@backchannel/contracts';
import { type Broker, type Follower, isTracing, KafkaBroker, SqliteBroker } from '@backchannel/messaging';
import { connectRedis, type RedisClient, redisSlots, type Slots, sqliteSlots } from '@backchannel/projection';
import type { Logger } from 'pino';
import { type Environment, Sentence } from './environment.ts';
import { Health } from './health.ts';
import { openLog } from './log.ts';
import { type Meter, noMeter, openMeter } from './metrics/meter.ts';
import { Refused } from './problems.ts';
import { openRates } from './rates/open-rates.ts';
import type { Rates } from './rates/rates.ts';
import { Room } from './room.ts';
import { atDoor } from './tracing/door.ts';
import { inTrace } from './tracing/said.ts';

/** What a service was given to work with. Modules choose by it; nobody else reads the environment. */
export class Opened {
  readonly name: string;
  readonly environment: Environment;
  readonly broker: Broker;
  readonly health = new Health();
  readonly log: Logger;
  readonly meter: Meter;
  readonly room: Room;
  readonly #tracing = isTracing();
  readonly #slots: Slots[] = [];
  #rates: Rates | undefined;
  #redis: RedisClient | undefined;

  constructor(name: string, environment: Environment, broker: Broker) {
    this.name = name;
    this.environment = environment;
    this.broker = broker;
    this.room = new Room(broker);
    this.log = openLog(name, environment);
    this.meter = environment.metricsPort === undefined ? noMeter : openMeter(name);
    this.health.add(() => broker.waitsFor());
    this.#countReadiness();
  }

  #countReadiness(): void {
    const { health, meter } = this;
    const help = '1 while `/health/ready` says that it is, 0 while it waits for something';
    meter.reading({ kind: 'gauge', name: 'backchannel_ready', help }, () => [
      [[], health.waitsFor().length === 0 ? 1 : 0],
    ]);
  }

  /** The store behind the service's projection: its own file, or its own keys. */
  slots(): Slots {
    const slots = this.store('', { redis: (redis, prefix) => redisSlots({ redis, prefix }), file: sqliteSlots });
    this.#slots.push(slots);
    return slots;
  }

  /** What a service keeps: under its own name in Redis, or in a file of its own. Closing it is the caller's to do. */
  store<Store>(
    name: string,
    kinds: { redis(redis: RedisClient, prefix: string): Store; file(path: string): Store },
  ): Store {
    const { redisUrl, dataDir } = this.environment;
    const own = name === '' ? this.name : `${this.name}-${name}`;
    return redisUrl
      ? kinds.redis(this.#connect(redisUrl), own)
      : openFile(join(dataDir, `${own}.db`), (path) => kinds.file(path));
  }

  /** How often somebody asks this service, counted with its other instances. */
  get rates(): Rates {
    this.#rates ??= openRates(this);
    return this.#rates;
  }

  #connect(url: string): RedisClient {
    if (this.#redis) return this.#redis;
    const redis = connectRedis(url);
    this.health.add(() => (redis.status === 'ready' ? [] : ['Redis does not answer']));
    this.#redis = redis;
    return redis;
  }

  /**
   * Resolves when the log has the events; refuses when it does not take them in time, and they may or may not be in it.
   * Where there is no room for them it refuses at once, and they are not.
   */
  async say(events: readonly Event[]): Promise<void> {
    this.room.require();
    try {
      await this.broker.publish(this.#tracing ? inTrace(events) : events);
    } catch (cause) {
      throw new Refused('unavailable', { detail: 'the log does not answer', cause });
    }
  }

  /** Does what came to a door that is not HTTP: a trace begins with it. */
  atDoor<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    return this.#tracing ? atDoor(what, work) : work();
  }

  /** Hears topics for as long as the service lives; tells when it has heard what was there. */
  follow(follower: Follower, caughtUp: () => void = () => {}): void {
    this.broker.follow(follower).then(caughtUp, (error: unknown) => {
      const topics = follower.topics.map(({ name }) => name);
      this.log.error({ err: error, topics }, 'what is said can not be heard');
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slots) => slots.close()));
    this.#redis?.disconnect();
    this.#rates?.close();
    this.room.close();
  }
}

/** The broker that the environment names: Kafka, or a file of this machine. */
export function openBroker({ kafka, instance, dataDir }: Environment, name: string): Broker {
  if (kafka) return new KafkaBroker({ ...kafka, clientId: name, instance });
  makeDataDir(dataDir);
  return openFile(join(dataDir, 'log.db'), (path) => new SqliteBroker({ path }));
}

/** The secrets of chat tokens: the first signs, all of them verify. */
export function tokenSecrets(environment: Environment): readonly string[] {
  const missing = 'TOKEN_SECRETS is missing: every instance of chat must sign with the same secret.';
  return secretsOf(environment, { given: environment.tokenSecrets, name: 'token-secret', missing });
}

/** The secrets of return links, the same for dialog, which signs with the first, and ingest, which verifies with all. */
export function linkSecrets(environment: Environment): readonly string[] {
  const missing = 'LINK_SECRETS is missing: dialog and ingest must sign and verify with the same secret.';
  return secretsOf(environment, { given: environment.linkSecrets, name: 'link-secret', missing });
}

/** The keys of sealed values, the same for control, which seals with the first, and dialog, which opens with all. */
export function sealKeys(environment: Environment): readonly string[] {
  const missing = 'SEAL_KEYS is missing: control and dialog must seal and open with the same keys.';
  return secretsOf(environment, { given: environment.sealKeys, name: 'seal-key', missing });
}

interface Secrets {
  readonly given: readonly string[] | undefined;
  /** Of the file. */
  readonly name: string;
  /** The sentence where several machines would each make their own. */
  readonly missing: string;
}

/**
 * On one machine they are made at the first start and kept beside the data. In one step, so that services which start
 * in one process find the same.
 */
function secretsOf({ kafka, dataDir }: Environment, { given, name, missing }: Secrets): readonly string[] {
  if (given) return given;
  if (kafka) throw new Sentence(missing);
  const file = join(dataDir, name);
  if (!existsSync(file)) makeSecret(file);
  const secret = openFile(file, (path) => readFileSync(path, 'utf8'));
  if (secret.length < 32) throw new Sentence(`${file} is not a secret: a new one is made when it is removed.`);
  return [secret];
}

/** There whole or not at all, also when the machine stops half-way. */
function makeSecret(file: string): void {
  const made = `${file}.new`;
  try {
    writeFileSync(made, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
    renameSync(made, file);
  } catch (error) {
    throw cannotWrite(dirname(file), error);
  }
}

/** What can't be opened is named, whoever tried. */
function openFile<Result>(path: string, open: (path: string) => Result): Result {
  try {
    return open(path);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Sentence(message.includes(path) ? message : `${path} can't be opened: ${message}.`, { cause });
  }
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
