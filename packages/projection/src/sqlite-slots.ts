import { DatabaseSync } from 'node:sqlite';
import type { Json } from '@backchannel/contracts';
import { GroupCommit } from './group-commit.ts';
import { nowhere, sameMark, storedHead } from './head.ts';
import type { Deadline } from './projection.ts';
import {
  type Advance,
  type Advanced,
  type Ask,
  type Entry,
  type EntryName,
  type Found,
  type Head,
  type KeyChange,
  type Lane,
  type NamedMark,
  type Slots,
  untilSlackMs,
} from './slots.ts';
import { prepare, type Statements } from './sqlite-tables.ts';

/** Slots in a file of their own, or in ':memory:'. One process at a time. */
export function sqliteSlots(path: string): Slots {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  const sql = prepare(db);
  const commit = new GroupCommit(db);

  return {
    async head(slot) {
      return readHead(sql, slot);
    },
    async read(slot, asks) {
      return { head: readHead(sql, slot), found: asks.map((ask) => find(sql, slot, ask)) };
    },
    write: (slot, { expected, head, states, changes, absent = [] }) =>
      commit.run(() => {
        const stored = readHead(sql, slot);
        if (sameMark(stored, head)) return true;
        if (!sameMark(stored, expected) || absent.some((name) => findEntry(sql, slot, name))) return false;
        putHead(sql, slot, head);
        for (const [key, state] of states) putState(sql, slot, { key, state });
        for (const change of changes) applyChange(sql, slot, change);
        return true;
      }),
    empty: (slot, expected, head) =>
      commit.run(() => {
        if (!sameMark(readHead(sql, slot), expected)) return false;
        for (const statement of sql.empty) statement.run(slot);
        putHead(sql, slot, head);
        return true;
      }),
    async due(slot, now, limit) {
      const deadlines = sql.due.all(slot, now, limit) as unknown as Deadline[];
      return { head: readHead(sql, slot), deadlines: deadlines.map((deadline) => ({ ...deadline })) };
    },
    async state(slot, key) {
      return readState(sql, slot, key);
    },
    async range(slot, { key, list, from, limit }) {
      const rows = sql.rows.all(slot, key, list, from, limit);
      return { epoch: readHead(sql, slot).epoch, first: Number(rows[0]?.['n'] ?? from), rows: rows.map(parseRow) };
    },
    raise: (slot, mark) => commit.run(() => raise(sql, slot, mark)),
    advance: (slot, lane, keys) =>
      commit.run(() => ({
        epoch: readHead(sql, slot).epoch,
        advanced: keys.map((key) => advance(sql, slot, { ...lane, ...key })),
      })),
    raiseAll: (slot, epoch, marks) =>
      commit.run(() => {
        if (readHead(sql, slot).epoch !== epoch) return false;
        for (const mark of marks) raise(sql, slot, mark);
        return true;
      }),
    claim: (slot, { key, name, number, owner }) =>
      commit.run(() => {
        sql.claim.run(slot, key, name, number, owner);
        const row = sql.claimed.get(slot, key, name, number);
        return row ? String(row['owner']) : null;
      }),
    async close() {
      commit.flush();
      db.close();
    },
  };
}

function readHead(sql: Statements, slot: number): Head {
  const row = sql.head.get(slot);
  if (!row) return nowhere;
  const mark = { offset: Number(row['position']), writer: String(row['writer']), epoch: String(row['epoch']) };
  return storedHead(mark, { events: String(row['events']), retell: String(row['retell']) });
}

function putHead(sql: Statements, slot: number, { offset, writer, epoch, events, retell }: Head): void {
  sql.putHead.run(offset, writer, epoch, JSON.stringify(events), JSON.stringify(retell), slot);
}

function readState(sql: Statements, slot: number, key: string): Json | null {
  const row = sql.state.get(slot, key);
  return row ? parse(row['state']) : null;
}

function putState(sql: Statements, slot: number, { key, state }: { key: string; state: string | null }): void {
  if (state === null) sql.noState.run(slot, key);
  else sql.putState.run(slot, key, state);
}

/** Answers what it was. */
function raise(sql: Statements, slot: number, { key, name, value }: NamedMark): number {
  const former = Number(sql.mark.get(slot, key, name)?.['value'] ?? 0);
  if (value > former) sql.putMark.run(slot, key, name, value);
  return former;
}

function advance(sql: Statements, slot: number, { key, list, ahead, behind, ...of }: Lane & Advance): Advanced {
  const pushed = Number(sql.counted.get(slot, key, `list:${list}`)?.['n'] ?? 0);
  const value = Math.min(of.value, pushed);
  const reached = Math.max(value, raise(sql, slot, { key, name: ahead, value }));
  const from = Math.max(of.from, Number(sql.mark.get(slot, key, behind)?.['value'] ?? 0));
  const found = reached > from ? sql.rows.all(slot, key, list, from, Math.min(of.limit, reached - from + 1)) : [];
  const first = Number(found[0]?.['n'] ?? from);
  // What was dropped leaves room for more than was asked for.
  const rows = first < reached ? found.filter(({ n }) => Number(n) <= reached).map(parseRow) : [];
  return { state: readState(sql, slot, key), reached, first, rows };
}

function find(sql: Statements, slot: number, { key, entries, lists }: Ask): Found {
  return {
    state: readState(sql, slot, key),
    entries: entries.map(([map, id]) => findEntry(sql, slot, { key, map, id })),
    lists: lists.map(([list, limit]) => sql.rows.all(slot, key, list, 0, limit).map(parseRow)),
  };
}

function findEntry(sql: Statements, slot: number, { key, map, id }: EntryName): Entry | undefined {
  const row = sql.entry.get(slot, key, map, id);
  const age = row?.['age'];
  return row && { value: parse(row['value']), age: typeof age === 'number' ? age : null };
}

function applyChange(sql: Statements, slot: number, { key, change, time }: KeyChange): void {
  if ('push' in change) {
    const n = count(sql, slot, { key, name: `list:${change.push}` }) - 1;
    sql.push.run(slot, key, change.push, n, JSON.stringify(change.row));
  } else if ('drop' in change) {
    sql.drop.run({ slot, key, list: change.drop, count: change.count });
  } else if ('put' in change) {
    const { put: map, id, value, keep, until } = change;
    const n = keep === undefined ? null : count(sql, slot, { key, name: `map:${map}` });
    sql.put.run(slot, key, map, id, n, until ?? null, JSON.stringify(value));
    if (n !== null && keep !== undefined) sql.keep.run(slot, key, map, n - keep);
    if (until !== undefined) sql.tidy.run(slot, key, map, time - untilSlackMs);
  } else if ('deadline' in change) {
    sql.deadline.run(slot, key, change.deadline, change.id, change.at);
  } else if ('noDeadline' in change) {
    sql.noDeadline.run(slot, key, change.noDeadline);
  } else {
    for (const statement of sql.forget) statement.run(slot, key);
  }
}

/** How many there have been, this one included. */
function count(sql: Statements, slot: number, { key, name }: { key: string; name: string }): number {
  return Number(sql.count.get(slot, key, name)?.['n']);
}

function parseRow(row: Record<string, unknown>): Json {
  return parse(row['row']);
}

function parse(text: unknown): Json {
  return JSON.parse(String(text));
}
