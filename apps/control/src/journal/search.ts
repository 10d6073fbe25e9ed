import type { Asked, InputSummary, SearchInputs } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import type { Database } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { type Summed, summaryOf } from './timeline.ts';

export type Wanted = Asked<typeof SearchInputs>['query'];

/** Bots that one statement looks for, each on its own: databases bound how much one statement can say. */
const BOTS = 100;

/** Inputs that fit, newest first, of bots that the caller may see. */
export async function searchInputs(db: Database, caller: Caller, wanted: Wanted) {
  const parts = await Promise.all(queries(db, botsOf(caller, wanted), wanted).map((query) => query.execute()));
  // One part is as its database has sorted it, by whatever collation.
  const rows: Summed[] = parts.length === 1 ? parts.flat() : parts.flat().toSorted(newestFirst);
  const items = rows.slice(0, wanted.limit).map((row): InputSummary => summaryOf(row));
  const last = rows[wanted.limit - 1];
  return { items, next: rows.length > wanted.limit && last ? cursorOf(last.at, last.id) : null };
}

const newestFirst = (one: Summed, other: Summed) => other.at - one.at || (one.id < other.id ? 1 : -1);

/** The bots to look for; null: whatever bot. */
function botsOf({ bots }: Caller, { botId, conversationId, endpoint }: Wanted): readonly string[] | null {
  if (botId !== undefined) return [botId];
  if (endpoint !== undefined && conversationId === undefined) {
    throw new Refused('field_missing', { pointer: '/botId', detail: '/botId is required: an endpoint is of a bot' });
  }
  return bots && [...bots];
}

/** Each bot is looked up on its own, and the newest of all of them are the newest: an index has them in order. */
export function queries(db: Database, bots: readonly string[] | null, wanted: Wanted) {
  if (bots === null) return [found(db, null, wanted)];
  const groups = Array.from({ length: Math.ceil(bots.length / BOTS) }, (_, at) =>
    bots.slice(at * BOTS, at * BOTS + BOTS),
  );
  return groups.map((group) => {
    const [first, ...others] = group.map((bot) => db.selectFrom(found(db, bot, wanted).as('one')).selectAll());
    if (!first) throw new Error('a group is not empty');
    if (others.length === 0) return found(db, group[0] ?? null, wanted);
    return others
      .reduce((all, other) => all.unionAll(other), first)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(wanted.limit + 1);
  });
}

const columns = [
  ...(['id', 'conversation_id', 'bot_id', 'at', 'door', 'kind', 'endpoint', 'turn'] as const),
  ...(['accepted_at', 'settled_at', 'outcome', 'code', 'note'] as const),
] satisfies (keyof Summed)[];
const Place = z.tuple([z.number(), z.string()]);

function found(db: Database, bot: string | null, wanted: Wanted) {
  return db
    .selectFrom('journal_inputs')
    .select(columns)
    .where((eb) => eb.and([...conditions(eb, bot, wanted)]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(wanted.limit + 1);
}

/** What went wrong has a code. Said where it is looked for, so that the index of those is used. */
const troubles: ReadonlySet<string> = new Set(['refused', 'rejected', 'failed']);

function* conditions(eb: ExpressionBuilder<Tables, 'journal_inputs'>, bot: string | null, wanted: Wanted) {
  const { conversationId, endpoint, outcome, code, from, to, cursor } = wanted;
  if (bot !== null) yield eb('bot_id', '=', bot);
  if (conversationId !== undefined) yield eb('conversation_id', '=', conversationId);
  if (endpoint !== undefined) yield eb('endpoint', '=', endpoint);
  if (code !== undefined) yield eb('code', '=', code);
  if (from !== undefined) yield eb('at', '>=', Date.parse(from));
  if (to !== undefined) yield eb('at', '<', Date.parse(to));
  if (outcome === 'accepted') yield eb('settled_at', 'is', null);
  else if (outcome !== undefined) yield eb('outcome', '=', outcome);
  if (outcome !== undefined && troubles.has(outcome)) yield eb('code', 'is not', null);
  const place = readCursor(Place, cursor);
  if (place) yield eb(eb.refTuple('at', 'id'), '<', eb.tuple(...place));
}
