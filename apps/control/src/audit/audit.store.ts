import type { Asked, AuditEntry, ListAudit } from '@backchannel/contracts/admin';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { pageFrom, readCursor } from '../http/cursor.ts';
import { momentOf } from '../http/moment.ts';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';

type Query = Asked<typeof ListAudit>['query'];

/** The newest first; of the caller's bots, where they are not for all. Its ids carry the time: a range is one of ids. */
export async function listAudit(db: Database, { bots }: Caller, query: Query) {
  const [before] = readCursor(z.tuple([z.string()]), query.cursor) ?? [];
  const rows = await findAudit(db, { ...query, before, bots }).execute();
  return pageFrom(rows.map(asEntry), query.limit, ({ auditId }) => [auditId]);
}

interface Wanted extends Query {
  readonly before?: string | undefined;
  readonly bots: Caller['bots'];
}

function findAudit(db: Database, { botId, by, action, from, to, limit, before, bots }: Wanted) {
  return db
    .selectFrom('audit')
    .selectAll()
    .$if(bots !== null, (find) => find.where('bot_id', 'in', ['', ...(bots ?? [])]))
    .$if(botId !== undefined, (find) => find.where('bot_id', '=', botId ?? ''))
    .$if(by !== undefined, (find) => find.where('by_id', '=', by ?? ''))
    .$if(action !== undefined, (find) => find.where('action', '=', action ?? ''))
    .$if(from !== undefined, (find) => find.where('id', '>=', firstIdOf(from ?? '')))
    .$if(to !== undefined, (find) => find.where('id', '<', firstIdOf(to ?? '')))
    .$if(before !== undefined, (find) => find.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1);
}

/** What every id of that moment or later begins with, or is above. */
function firstIdOf(moment: string): string {
  const hex = Math.max(0, Date.parse(moment)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

function asEntry(row: Selectable<Tables['audit']>): AuditEntry {
  return {
    auditId: row.id,
    at: momentOf(row.at),
    by: { kind: row.by_kind, id: row.by_id, name: row.by_name },
    action: row.action,
    botId: row.bot_id,
    subject: row.subject,
    before: row.before === null ? null : JSON.parse(row.before),
    after: row.after === null ? null : JSON.parse(row.after),
  };
}
