export interface AccessTables {
  api_keys: {
    id: string;
    name: string;
    /** SHA-256 of the key, hex: the key is random, so it needs no salt. */
    hash: string;
    scopes: string;
    /** JSON list of bots; null: all. */
    bots: string | null;
    created_at: number;
    created_by: string;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
  };
}
