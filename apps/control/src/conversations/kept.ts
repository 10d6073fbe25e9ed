import { hash } from 'node:crypto';
import { Session, Standing, Variables } from '@backchannel/contracts';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { plain } from '../store/plain.ts';
import type { ConversationTables } from './conversations.tables.ts';

/** What control keeps of a conversation, beside its transcript. */
export interface Kept {
  readonly id: string;
  readonly botId: string;
  /** Null once it is to be forgotten, and so are `attributes` and `session`. */
  readonly userId: string | null;
  /** Null also once its time is over, when its transcript has gone. */
  readonly attributes: Variables | null;
  /** Null also once its time is over, and while there is none. */
  readonly session: Session | null;
  readonly openedAt: number;
  readonly inputAt: number;
  readonly userAt: number | null;
  readonly answeredAt: number | null;
  readonly standing: Standing;
  readonly endedAt: number | null;
  readonly erasureId: string | null;
  readonly erasedAt: number | null;
}

export type Row = Omit<Selectable<ConversationTables['conversations']>, 'input_hour'>;

/** A person as a bot knows them, without saying who it is. */
export const personOf = (botId: string, userId: string): string => hash('sha256', JSON.stringify([botId, userId]));

const read = <Schema extends z.ZodType>(schema: Schema, text: string | null): z.output<Schema> | null =>
  text === null ? null : schema.parse(JSON.parse(text));

export function keptIn(row: Row): Kept {
  return {
    id: row.id,
    botId: row.bot_id,
    userId: row.user_id,
    attributes: read(Variables, row.attributes),
    session: read(Session, row.session),
    openedAt: row.opened_at,
    inputAt: row.input_at,
    userAt: row.user_at,
    answeredAt: row.answered_at,
    standing: Standing.parse(JSON.parse(row.standing)),
    endedAt: row.ended_at,
    erasureId: row.erasure_id,
    erasedAt: row.erased_at,
  };
}

export function rowOf(kept: Kept): Row {
  const { id, botId, userId, attributes, session, standing } = kept;
  const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    id,
    bot_id: plain(botId),
    user_id: userId === null ? null : plain(userId),
    person: userId === null ? null : personOf(botId, userId),
    attributes: text(attributes),
    opened_at: kept.openedAt,
    input_at: kept.inputAt,
    user_at: kept.userAt,
    answered_at: kept.answeredAt,
    standing: JSON.stringify(standing),
    state: standing.leaves,
    session: text(session),
    ended_at: kept.endedAt,
    erasure_id: kept.erasureId,
    erased_at: kept.erasedAt,
  };
}
