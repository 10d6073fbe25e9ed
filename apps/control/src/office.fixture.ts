import 'reflect-metadata';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Route, type Scope, scopes } from '@backchannel/contracts/admin';
import { type Broker, SqliteBroker } from '@backchannel/messaging';
import { Opened, type Running, readEnvironment, serve } from '@backchannel/service';
import type { Type } from '@nestjs/common';
import { createKey } from './access/keys.ts';
import { callAt, type Given } from './call.fixture.ts';
import { routesOf } from './docs/routes.fixture.ts';
import { control } from './index.ts';
import { Store, tablesFile } from './store/store.ts';
import { emptyTables, makeTables } from './store/tables.fixture.ts';

export interface OfficeOptions {
  /** Instead of one in memory; the caller closes it. */
  readonly broker?: Broker;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets it instead of its end, unless it was stopped meanwhile. */
  readonly leave?: (office: Office) => Promise<void>;
}

/** An instance of control at work, and whoever calls it over HTTP. */
export class Office implements AsyncDisposable {
  readonly broker: Broker;
  readonly environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #ownsBroker: boolean;
  #running!: Running;
  /** Once it was stopped it is not as it was opened: then none. */
  #leave: OfficeOptions['leave'];
  #isStopped = false;
  #url = '';
  /** May do everything. */
  key = '';
  /** What every start so far has told its operator. */
  readonly printed: string[] = [];

  private constructor(environment: NodeJS.ProcessEnv, { broker, environment: more, leave }: OfficeOptions) {
    this.#leave = leave;
    this.#folder = mkdtempSync(join(tmpdir(), 'control-'));
    this.#ownsBroker = broker === undefined;
    this.broker = broker ?? new SqliteBroker({ path: ':memory:', partitions: 4 });
    this.environment = { LOG_LEVEL: 'silent', DATA_DIR: this.#folder, ...environment, ...more };
  }

  static async open(environment: NodeJS.ProcessEnv, options: OfficeOptions = {}): Promise<Office> {
    const office = await Office.openKeyless(environment, options);
    office.key = await office.newKey({});
    return office;
  }

  static async openKeyless(environment: NodeJS.ProcessEnv, options: OfficeOptions = {}): Promise<Office> {
    const office = new Office(environment, options);
    if (office.isShared) await makeTables(office.environment);
    else await writeFile(office.tables, await emptyTables());
    await office.start();
    return office;
  }

  /** One whose tables nobody has made, perhaps not even a database. */
  static async openUnready(environment: NodeJS.ProcessEnv): Promise<Office> {
    const office = new Office(environment, {});
    await office.start();
    return office;
  }

  /** Another instance on the same tables and the same broker: on Postgres alone, a file is for one. */
  async beside(): Promise<Office> {
    const office = new Office(this.environment, { broker: withoutPartitions(this.broker) });
    await office.start();
    office.key = this.key;
    return office;
  }

  get isShared(): boolean {
    return this.environment['DATABASE_URL'] !== undefined;
  }

  /** The file of its tables, where they are one. */
  get tables(): string {
    return join(this.#folder, tablesFile);
  }

  /** Its tables, beside the API. */
  get store(): Store {
    return this.part(Store);
  }

  /** One of those that its modules are made of. */
  part<Part>(of: Type<Part>): Part {
    return this.#running.parts.get(of, { strict: false });
  }

  get opened(): Opened {
    return this.#running.opened;
  }

  /** A key with some scopes, for some bots; without them, all. */
  async newKey({ scopes: some, bots = null, expiresAt = null }: KeyOptions): Promise<string> {
    const all = Object.keys(scopes) as Scope[];
    const key = { name: 'test', scopes: some ?? all, bots, expiresAt, createdBy: 'test' };
    return (await createKey(this.store.db, key)).key;
  }

  async revoke(key: string): Promise<void> {
    await this.store.db
      .updateTable('api_keys')
      .set({ revoked_at: Date.now() })
      .where('hash', '=', hash('sha256', key))
      .execute();
  }

  /** What it takes: `GET /admin/v1/bots`. */
  get routes(): readonly string[] {
    return routesOf(this.#running);
  }

  /** As `callAt`, with its own key unless another is given. */
  call(route: Route, given: Given = {}): ReturnType<typeof callAt> {
    const { key = this.key } = given;
    return callAt(this.#url, route, { ...given, key });
  }

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const opened = new Opened('control', readEnvironment(this.environment), this.broker);
    // The log is silent here; what people must read in it is kept.
    opened.log.warn = (...said: unknown[]) => void this.printed.push(said.map(String).join(' '));
    this.#running = await serve(control, opened);
    this.#isStopped = false;
    const { server } = this.#running;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Ends the instance: tables and log stay. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#leave = undefined;
    await this.#running.close();
    await this.#running.opened.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#leave) return this.#leave(this);
    await this.stop();
    if (this.#ownsBroker) await this.broker.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** The broker as a second instance of a group has it when the first one has got all partitions. */
function withoutPartitions(broker: Broker): Broker {
  return new Proxy(broker, {
    get(target, name) {
      if (name === 'consume') return () => async () => undefined;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

interface KeyOptions {
  readonly scopes?: readonly Scope[];
  readonly bots?: readonly string[] | null;
  readonly expiresAt?: number | null;
}
