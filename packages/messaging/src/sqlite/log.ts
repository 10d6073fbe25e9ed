import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { reasonOf } from '../again.ts';
import type { Raw } from '../broker.ts';
import { claim } from './only-process.ts';

export interface Slot {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  /** The first offset that retention has left. */
  start: number;
  /** The offset of the next record. */
  end: number;
}
export interface Entry {
  readonly slot: Slot;
  readonly raw: Raw;
}
export interface Stored extends Raw {
  readonly offset: number;
}

/** The log in one SQLite file: records, where each partition begins and ends, and each group's offsets. */
export class Log {
  readonly #database: DatabaseSync;
  readonly #release: () => void;
  readonly #slots = new Map<string, readonly Slot[]>();
  readonly #statements: ReturnType<typeof prepare>;
  readonly partitions: number;

  constructor(path: string, partitions: number) {
    this.#release = path === ':memory:' ? () => undefined : open(path, () => claim(path));
    try {
      this.#database = open(path, () => create(path));
    } catch (error) {
      this.#release();
      throw error;
    }
    this.#statements = prepare(this.#database);
    this.partitions = partitions;
    this.#load(path);
  }

  #load(path: string): void {
    const slots = this.#statements.slots.all().map(
      (row): Slot => ({
        id: Number(row['id']),
        topic: String(row['topic']),
        partition: Number(row['partition']),
        start: Number(row['start']),
        end: Number(row['end']),
      }),
    );
    for (const topic of new Set(slots.map((slot) => slot.topic))) {
      const ofTopic = slots.filter((slot) => slot.topic === topic);
      this.#slots.set(topic, ofTopic);
      if (ofTopic.length === this.partitions) continue;
      this.close();
      throw new Error(
        `${path} was made with ${ofTopic.length} partitions and can't be opened with ${this.partitions}.`,
      );
    }
  }

  /** The partitions of a topic; a topic that nobody has named before begins here. */
  slots(topic: string): readonly Slot[] {
    const known = this.#slots.get(topic);
    if (known) return known;
    const slots = this.#atomically(() =>
      Array.from({ length: this.partitions }, (_, partition): Slot => {
        const { lastInsertRowid } = this.#statements.addSlot.run(topic, partition);
        return { id: Number(lastInsertRowid), topic, partition, start: 0, end: 0 };
      }),
    );
    this.#slots.set(topic, slots);
    return slots;
  }

  topics(): Iterable<string> {
    return this.#slots.keys();
  }

  /** All of it is durable when this returns, or none of it is there when it throws. */
  append(entries: readonly Entry[], at: number): void {
    const ends = new Map<Slot, number>();
    this.#atomically(() => {
      for (const { slot, raw } of entries) {
        const offset = ends.get(slot) ?? slot.end;
        this.#statements.append.run(slot.id, offset, raw.key, JSON.stringify(raw.headers), raw.value, at);
        ends.set(slot, offset + 1);
      }
      for (const [slot, end] of ends) this.#statements.saveEnd.run(end, slot.id);
    });
    for (const [slot, end] of ends) slot.end = end;
  }

  read({ id }: Slot, from: number, limit: number): Stored[] {
    return this.#statements.read.all(id, from, limit).map((row) => ({
      offset: Number(row['offset']),
      key: String(row['key']),
      headers: JSON.parse(String(row['headers'])) as Record<string, string>,
      value: Buffer.from(row['value'] as Uint8Array),
    }));
  }

  committed(group: string, { id }: Slot): number {
    return Number(this.#statements.committed.get(group, id)?.['offset'] ?? -1);
  }

  commit(group: string, offsets: ReadonlyMap<Slot, number>): void {
    this.#atomically(() => {
      for (const [{ id }, offset] of offsets) this.#statements.commit.run(group, id, offset);
    });
  }

  /** Forgets what came before `time`. */
  expire(slot: Slot, time: number): void {
    const kept = this.#statements.oldestSince.get(slot.id, time)?.['offset'];
    const start = kept === undefined || kept === null ? slot.end : Number(kept);
    if (start <= slot.start) return;
    this.#atomically(() => {
      this.#statements.expire.run(slot.id, start);
      this.#statements.saveStart.run(start, slot.id);
    });
    slot.start = start;
  }

  /** Keeps the newest record of each key; a tombstone only if it is not older than `tombstones`: those who follow have heard it. */
  compact({ id }: Slot, tombstones: number): void {
    this.#atomically(() => {
      this.#statements.compact.run(id, id);
      this.#statements.bury.run(id, tombstones, id);
    });
  }

  close(): void {
    this.#database.close();
    this.#release();
  }

  #atomically<Result>(write: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = write();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function open<Result>(path: string, opening: () => Result): Result {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return opening();
  } catch (error) {
    if (error instanceof Error && error.message.includes(path)) throw error;
    throw new Error(`${path} can't be opened for writing: ${reasonOf(error)}.`, { cause: error });
  }
}

function create(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA busy_timeout = 1000;
    CREATE TABLE IF NOT EXISTS slot (
      id INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL,
      "start" INTEGER NOT NULL DEFAULT 0, "end" INTEGER NOT NULL DEFAULT 0, UNIQUE (topic, partition)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS record (
      slot INTEGER NOT NULL, "offset" INTEGER NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (slot, "offset")
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS position (
      "group" TEXT NOT NULL, slot INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY ("group", slot)
    ) STRICT, WITHOUT ROWID;
  `);
  return database;
}

function prepare(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    slots: sql('SELECT id, topic, partition, "start", "end" FROM slot ORDER BY topic, partition'),
    addSlot: sql('INSERT INTO slot (topic, partition) VALUES (?, ?)'),
    saveEnd: sql('UPDATE slot SET "end" = ? WHERE id = ?'),
    saveStart: sql('UPDATE slot SET "start" = ? WHERE id = ?'),
    append: sql('INSERT INTO record (slot, "offset", key, headers, value, at) VALUES (?, ?, ?, ?, ?, ?)'),
    read: sql(
      'SELECT "offset", key, headers, value FROM record WHERE slot = ? AND "offset" >= ? ORDER BY "offset" LIMIT ?',
    ),
    committed: sql('SELECT "offset" FROM position WHERE "group" = ? AND slot = ?'),
    commit: sql('INSERT OR REPLACE INTO position ("group", slot, "offset") VALUES (?, ?, ?)'),
    // Records lie in the order of their time, so the first that stays is found from the front.
    oldestSince: sql('SELECT "offset" FROM record WHERE slot = ? AND at >= ? ORDER BY "offset" LIMIT 1'),
    expire: sql('DELETE FROM record WHERE slot = ? AND "offset" < ?'),
    compact: sql(
      'DELETE FROM record WHERE slot = ? AND "offset" NOT IN (SELECT max("offset") FROM record WHERE slot = ? GROUP BY key)',
    ),
    // The last record stays, whatever it is: who reads from the start knows by it that the end has come.
    bury: sql(
      'DELETE FROM record WHERE slot = ? AND length(value) = 0 AND at < ? AND "offset" < (SELECT max("offset") FROM record WHERE slot = ?)',
    ),
  };
}
