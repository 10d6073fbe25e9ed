import { Message } from '@backchannel/contracts';
import type { Asked, GetTranscript, ListConversations } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { z } from 'zod';
import { type Caller, seesBot } from '../access/caller.ts';
import { pageFrom, readCursor } from '../http/cursor.ts';
import type { Database } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import { type Kept, keptIn } from './kept.ts';
import { summaryOf } from './shown.ts';

type Wanted = Asked<typeof ListConversations>['query'];
type PageWanted = Asked<typeof GetTranscript>['query'];

const Place = z.tuple([z.number(), z.string()]);

/** Conversations that fit, those opened last first, of bots that the caller may see. */
export async function listConversations(db: Database, caller: Caller, wanted: Wanted) {
  const { botId, userId, state, from, to, cursor, limit } = wanted;
  const bots = botId === undefined ? caller.bots && [...caller.bots] : [botId];
  if (bots?.length === 0) return { items: [], next: null };
  const place = readCursor(Place, cursor);
  const rows = await db
    .selectFrom('conversations')
    .selectAll()
    .$if(bots !== null, (query) => query.where('bot_id', 'in', (bots ?? []).map(plain)))
    .$if(userId !== undefined, (query) => query.where('user_id', '=', plain(userId ?? '')))
    .$if(state === 'erased', (query) =>
      query.where((eb) => eb.or([eb('erasure_id', 'is not', null), eb('state', '=', 'erased')])),
    )
    .$if(state !== undefined && state !== 'erased', (query) =>
      query.where('state', '=', state ?? '').where('erasure_id', 'is', null),
    )
    .$if(from !== undefined, (query) => query.where('opened_at', '>=', Date.parse(from ?? '')))
    .$if(to !== undefined, (query) => query.where('opened_at', '<', Date.parse(to ?? '')))
    .$if(place !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('opened_at', 'id'), '<', eb.tuple(place?.[0] ?? 0, place?.[1] ?? ''))),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageFrom(rows, limit, (row) => [row.opened_at, row.id]);
  return { ...page, items: page.items.map((row) => summaryOf(keptIn(row))) };
}

/** A conversation of a bot that the caller may see; for everybody else there is none. */
export async function findConversation(db: Database, caller: Caller, conversationId: string): Promise<Kept> {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', plain(conversationId))
    .executeTakeFirst();
  if (row && seesBot(caller, row.bot_id)) return keptIn(row);
  throw new Refused('not_found', { detail: `there is no conversation ${JSON.stringify(conversationId)}` });
}

const After = z.tuple([z.number()]);

export async function linesOf(db: Database, { id }: Kept, { cursor, limit }: PageWanted) {
  const [after] = readCursor(After, cursor) ?? [0];
  const rows = await db
    .selectFrom('transcript_lines')
    .select(['seq', 'message'])
    .where('conversation_id', '=', id)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const page = pageFrom(rows, limit, ({ seq }) => [seq]);
  return { ...page, items: page.items.map(({ message }) => Message.parse(JSON.parse(message))) };
}
