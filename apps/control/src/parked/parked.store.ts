import type { Asked, ListParked, ParkedSummary } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { z } from 'zod';
import { type Caller, seesBot } from '../access/caller.ts';
import { pageFrom, readCursor } from '../http/cursor.ts';
import type { Database } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import type { Row } from './parked-record.ts';
import { summaryOf } from './shown.ts';

/** A parked record, and whose it is: what it says itself, or else its conversation. */
export interface Found {
  readonly row: Row;
  readonly botId: string | null;
}

type Wanted = Asked<typeof ListParked>['query'];

const Place = z.tuple([z.number(), z.string()]);

/** Parked records that fit, newest first. Those of no known bot are for callers who see all bots. */
export async function listParked(db: Database, caller: Caller, wanted: Wanted) {
  const { status, group, topic, botId, conversationId, from, to, cursor, limit } = wanted;
  const bots = botId === undefined ? caller.bots && [...caller.bots] : [botId];
  if (bots?.length === 0) return { items: [], next: null };
  const place = readCursor(Place, cursor);
  const rows = await withBot(db)
    .$if(bots !== null, (query) =>
      query.where((eb) => eb(eb.fn.coalesce('parked.bot_id', 'conversations.bot_id'), 'in', (bots ?? []).map(plain))),
    )
    .$if(status !== undefined, (query) => query.where('parked.status', '=', status ?? 'parked'))
    .$if(group !== undefined, (query) => query.where('parked.group', '=', plain(group ?? '')))
    .$if(topic !== undefined, (query) => query.where('parked.topic', '=', plain(topic ?? '')))
    .$if(conversationId !== undefined, (query) =>
      query.where('parked.conversation_id', '=', plain(conversationId ?? '')),
    )
    .$if(from !== undefined, (query) => query.where('parked.at', '>=', Date.parse(from ?? '')))
    .$if(to !== undefined, (query) => query.where('parked.at', '<', Date.parse(to ?? '')))
    .$if(place !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('parked.at', 'parked.id'), '<', eb.tuple(place?.[0] ?? 0, place?.[1] ?? ''))),
    )
    .orderBy('parked.at', 'desc')
    .orderBy('parked.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageFrom(rows, limit, ({ at, id }) => [at, id]);
  return { ...page, items: page.items.map((row): ParkedSummary => summaryOf({ row, botId: row.of_bot })) };
}

/** One that the caller may see; for everybody else there is none. `lock`: until the transaction ends, nobody else decides about it. */
export async function findParked(
  db: Database,
  caller: Caller,
  { parkedId, lock = false }: { parkedId: string; lock?: boolean },
): Promise<Found> {
  const id = plain(parkedId);
  if (lock) {
    const same = db.updateTable('parked').set((eb) => ({ id: eb.ref('id') }));
    await same.where('id', '=', id).execute();
  }
  const row = await withBot(db).where('parked.id', '=', id).executeTakeFirst();
  const isSeen = row && (row.of_bot === null ? caller.bots === null : seesBot(caller, row.of_bot));
  if (isSeen) return { row, botId: row.of_bot };
  throw new Refused('not_found', { detail: `there is no parked record ${JSON.stringify(parkedId)}` });
}

function withBot(db: Database) {
  return db
    .selectFrom('parked')
    .leftJoin('conversations', 'conversations.id', 'parked.conversation_id')
    .selectAll('parked')
    .select((eb) => eb.fn.coalesce('parked.bot_id', 'conversations.bot_id').as('of_bot'));
}
