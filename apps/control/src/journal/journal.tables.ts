export interface JournalTables {
  /** One row for every input. Each group of columns is written by the readers of one topic alone. */
  journal_inputs: {
    id: string;
    conversation_id: string;
    /** The bot it was sent to; null while nobody has said which. */
    bot_id: string | null;
    /** When it was accepted; until that is known, the earliest that was heard of it. */
    at: number;
    door: string | null;
    kind: string | null;
    endpoint: string | null;
    turn: number | null;

    // conversation.log
    accepted_at: number | null;
    /** What it is known by at its door: of a return link, the link. */
    dedupe: string | null;
    redrives: string | null;
    /** JSON: the variables that it set. */
    names: string | null;
    replied_at: number | null;
    answered_at: number | null;
    failed: number | null;
    leaves: string | null;
    /** JSON: ids and types. */
    replies: string | null;
    notes: string | null;
    trace: string | null;
    /** JSON: where it stands, and what it knows by name. */
    session: string | null;

    // turn.opened
    opened_at: number | null;

    // input.tracked
    settled_at: number | null;
    outcome: string | null;
    code: string | null;
    pointer: string | null;
    note: string | null;
    delivered_at: number | null;
  };
  /** What was said and posted, apart from what happened to it: so that it can be hidden, and taken away. */
  journal_values: {
    conversation_id: string;
    input_id: string;
    what: 'input' | 'replies' | 'session' | 'log';
    /** Of replies: how many came before. */
    place: number;
    value: string;
  };
  /** Conversations of which no values are kept. */
  journal_erased: {
    conversation_id: string;
    at: number;
  };
}
