import { DatabaseSync } from 'node:sqlite';
import { Answered } from './answer.ts';
import { KEPT_MS, type Memo } from './memo.ts';

/** How many are removed for each that is added, so that none stays for long and no call waits for it. */
const REMOVED_AT_ONCE = 10;

/** A memo in a file of its own, or in ':memory:'. One process at a time. */
export function sqliteMemo(path: string, keptMs = KEPT_MS): Memo {
  const db = new DatabaseSync(path);
  db.exec(`
    pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;
    create table if not exists answers (key text primary key, until integer not null, answer text not null);
    create index if not exists answers_until on answers (until);
  `);
  const get = db.prepare('select answer from answers where key = ? and until > ?');
  const put = db.prepare(
    `insert into answers (key, until, answer) values (:key, :until, :answer)
       on conflict do update set until = excluded.until, answer = excluded.answer where until <= :now`,
  );
  const remove = db.prepare(
    `delete from answers where key in (select key from answers where until <= ? order by until limit ${REMOVED_AT_ONCE})`,
  );

  const find = (key: string) => {
    const row = get.get(key, Date.now());
    return row ? Answered.parse(JSON.parse(String(row['answer']))) : null;
  };
  return {
    async get(key) {
      return find(key);
    },
    async put(key, answer) {
      const now = Date.now();
      const { changes } = put.run({ key, until: now + keptMs, answer: JSON.stringify(answer), now });
      remove.run(now);
      return changes === 0 ? (find(key) ?? answer) : answer;
    },
    async close() {
      db.close();
    },
  };
}
