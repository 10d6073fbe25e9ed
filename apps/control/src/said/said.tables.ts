export interface SaidTables {
  /** What is to be said, written in the transaction that made it so; said in the order of a bot's revisions. */
  outbox: {
    bot_id: string;
    /** The `settings_revision` that came of the change. */
    revision: number;
    /** Whole events, in order, as JSON. */
    events: string;
  };
  /** Who does what only one instance should do at a time. */
  leases: {
    name: string;
    holder: string;
    until: number;
  };
}
