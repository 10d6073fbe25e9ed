export interface HookTables {
  hooks: {
    bot_id: string;
    /** In the link. */
    hook_id: string;
    created_at: number;
  };
  hook_endpoints: {
    bot_id: string;
    name: string;
    /** `EndpointSettings`, as JSON. */
    settings: string;
    /** Another one after each change, and never the same again: its ETag. */
    revision: string;
    created_at: number;
    updated_at: number;
  };
  /** Those that are good, and some that have ended since. */
  hook_tokens: {
    /** Grows with time. */
    id: string;
    bot_id: string;
    /** SHA-256 of the token, hex: the token is random, so it needs no salt. */
    hash: string;
    /** How the token begins and ends. */
    hint: string;
    created_at: number;
    created_by: string;
    /** Null: until somebody ends it. */
    until: number | null;
  };
}
