export interface SettingsTables {
  /** Named sets of values that bots are linked to. */
  environments: {
    id: string;
    /** Counts its changes: its ETag. */
    revision: number;
    created_at: number;
    updated_at: number;
  };
  /** One of the two is null: a sensitive value is there only as `Seals` wrote it. */
  environment_values: {
    environment_id: string;
    name: string;
    value: string | null;
    sealed: string | null;
  };
  /** A bot is linked to one environment at most. */
  environment_links: {
    bot_id: string;
    environment_id: string;
  };
  /** Generations of the keys of return links, from a bot's first rotation on; of those that have ended not all. */
  link_keys: {
    bot_id: string;
    generation: number;
    /** Null for generation 0: nobody made it. */
    created_at: number | null;
    /** When it ends; null: it signs. */
    until: number | null;
  };
}
