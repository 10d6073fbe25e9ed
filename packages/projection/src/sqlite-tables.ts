import type { DatabaseSync } from 'node:sqlite';

/** `slot` is the number of the partition. */
const TABLES = `
  create table if not exists heads (
    slot integer primary key, position integer not null, writer text not null, epoch text not null,
    events text not null, retell text not null
  );
  create table if not exists states (slot integer, key text, state text not null, primary key (slot, key));
  create table if not exists counters (slot integer, key text, name text, n integer not null, primary key (slot, key, name)) without rowid;
  create table if not exists rows (slot integer, key text, list text, n integer, row text not null, primary key (slot, key, list, n));
  create table if not exists entries (
    slot integer, key text, map text, id text, n integer, until integer, value text not null,
    primary key (slot, key, map, id)
  );
  create index if not exists entries_kept on entries (slot, key, map, n) where n is not null;
  create index if not exists entries_until on entries (slot, key, map, until) where until is not null;
  create table if not exists deadlines (
    slot integer, key text, name text, id text not null, at integer not null, primary key (slot, key, name)
  ) without rowid;
  create index if not exists deadlines_at on deadlines (slot, at);
  create table if not exists marks (slot integer, key text, name text, value integer not null, primary key (slot, key, name)) without rowid;
  create table if not exists claims (
    slot integer, key text, name text, number integer not null, owner text not null, primary key (slot, key, name)
  ) without rowid;
`;

const OF_KEY = ['counters', 'rows', 'entries', 'deadlines', 'marks', 'claims'];
const OF_SLOT = ['heads', 'states', ...OF_KEY];

export type Statements = ReturnType<typeof prepare>;

export function prepare(db: DatabaseSync) {
  db.exec(TABLES);
  return {
    head: db.prepare('select position, writer, epoch, events, retell from heads where slot = ?'),
    putHead: db.prepare('replace into heads (position, writer, epoch, events, retell, slot) values (?, ?, ?, ?, ?, ?)'),
    state: db.prepare('select state from states where slot = ? and key = ?'),
    putState: db.prepare(
      'insert into states (slot, key, state) values (?, ?, ?) on conflict do update set state = excluded.state',
    ),
    noState: db.prepare('delete from states where slot = ? and key = ?'),

    count: db.prepare(
      'insert into counters (slot, key, name, n) values (?, ?, ?, 1) on conflict do update set n = n + 1 returning n',
    ),
    counted: db.prepare('select n from counters where slot = ? and key = ? and name = ?'),
    push: db.prepare('insert into rows (slot, key, list, n, row) values (?, ?, ?, ?, ?)'),
    drop: db.prepare(
      `delete from rows where slot = :slot and key = :key and list = :list and n <
         coalesce((select n from rows where slot = :slot and key = :key and list = :list order by n limit 1), 0) + :count`,
    ),
    rows: db.prepare('select n, row from rows where slot = ? and key = ? and list = ? and n >= ? order by n limit ?'),

    entry: db.prepare(
      `select value, coalesce((select n from counters c where c.slot = e.slot and c.key = e.key and c.name = 'map:' || e.map), 0) - n as age
         from entries e where slot = ? and key = ? and map = ? and id = ?`,
    ),
    put: db.prepare('replace into entries (slot, key, map, id, n, until, value) values (?, ?, ?, ?, ?, ?, ?)'),
    keep: db.prepare('delete from entries where slot = ? and key = ? and map = ? and n <= ?'),
    tidy: db.prepare('delete from entries where slot = ? and key = ? and map = ? and until < ?'),

    deadline: db.prepare('replace into deadlines (slot, key, name, id, at) values (?, ?, ?, ?, ?)'),
    noDeadline: db.prepare('delete from deadlines where slot = ? and key = ? and name = ?'),
    due: db.prepare('select key, name, id, at from deadlines where slot = ? and at <= ? order by at limit ?'),

    mark: db.prepare('select value from marks where slot = ? and key = ? and name = ?'),
    putMark: db.prepare('replace into marks (slot, key, name, value) values (?, ?, ?, ?)'),

    claim: db.prepare(
      `insert into claims (slot, key, name, number, owner) values (?, ?, ?, ?, ?)
         on conflict do update set number = excluded.number, owner = excluded.owner where excluded.number > number`,
    ),
    claimed: db.prepare('select owner from claims where slot = ? and key = ? and name = ? and number = ?'),

    forget: OF_KEY.map((table) => db.prepare(`delete from ${table} where slot = ? and key = ?`)),
    empty: OF_SLOT.map((table) => db.prepare(`delete from ${table} where slot = ?`)),
  };
}
