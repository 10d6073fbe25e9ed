import type { GeneratedAlways } from 'kysely';

export interface ConversationTables {
  /** What the log has made of each conversation. */
  conversations: {
    id: string;
    bot_id: string;
    /** Null once it is to be forgotten, like all that is told of the person. */
    user_id: string | null;
    /** Of bot and user: by it a person's conversations are found without naming them (`personOf`). */
    person: string | null;
    /** JSON. Null also once its time is over, when its transcript has gone. */
    attributes: string | null;
    opened_at: number;
    /** When the last input came from outside. */
    input_at: number;
    /** The hour of it, counted from 1970: what an index finds it by, as most inputs don't change it. */
    input_hour: GeneratedAlways<number>;
    /** When the person last wrote, as the last answer tells it. */
    user_at: number | null;
    /** When the log said the last answer that could be read. */
    answered_at: number | null;
    /** JSON: how far its transcript has come, `Standing`. */
    standing: string;
    /** What the last answer has left. */
    state: string;
    /** JSON: as the last answer has left it, until its time is over. */
    session: string | null;
    /** When it was closed or erased. */
    ended_at: number | null;
    /** By which it is to be forgotten. */
    erasure_id: string | null;
    /** When the log said that it is erased. */
    erased_at: number | null;
  };
  transcript_lines: {
    conversation_id: string;
    /** 1, 2, 3 … in the conversation. */
    seq: number;
    /** JSON: as chat shows it. */
    message: string;
  };
  /** Receipts: what somebody has asked to be forgotten. Nothing in them names a person. */
  erasures: {
    id: string;
    bot_id: string;
    /** `personOf`, until all is forgotten. */
    person: string | null;
    asked_at: number;
    conversations: number;
    /** How many of them the log has said to be erased, and when it said the last. */
    erased: number;
    erased_at: number | null;
    lines: number;
    journal_values: number;
    parked: number;
  };
  /** What control has to say to conversations, written in the transaction that decided it. */
  inputs_to_say: {
    /** The input's: said twice, it is the same. */
    id: string;
    conversation_id: string;
    /** JSON: a whole event. */
    event: string;
    at: number;
  };
}
