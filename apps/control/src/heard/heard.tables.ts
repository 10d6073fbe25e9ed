export interface HeardTables {
  /** How far control has read, changed with what it has read. */
  positions: {
    topic: string;
    partition: number;
    /** The first offset that is not in the tables. */
    next: number;
  };
}
