export interface AccessTables {
  api_keys: {
    id: string;
    name: string;
    /** SHA-256 of the key, hex: the key is random, so it needs no salt. */
    hash: string;
    /** How the key ends. */
    last_four: string;
    scopes: string;
    /** JSON list of bots; null: all. */
    bots: string | null;
    created_at: number;
    created_by: string;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
  };
  people: {
    id: string;
    /** In small letters. */
    email: string;
    name: string;
    /** Its hash; null while they are invited. */
    password: string | null;
    /** JSON list; null: all, those of later releases too. */
    scopes: string | null;
    /** JSON list; null: all. */
    bots: string | null;
    created_at: number;
    created_by: string;
    signed_in_at: number | null;
  };
  /** Links by which somebody sets their first password: one at a time. */
  invitations: {
    person_id: string;
    hash: string;
    expires_at: number;
  };
  /** Links by which the first owner is made: one of each start while nobody exists. */
  setup_links: {
    hash: string;
    expires_at: number;
  };
  sign_ins: {
    id: string;
    /** Of what the cookie holds. */
    hash: string;
    person_id: string;
    created_at: number;
    /** To the minute. */
    seen_at: number;
  };
  /** Tries to sign in that failed, of an account or an address. */
  sign_in_failures: {
    subject: string;
    failures: number;
    failed_at: number;
    /** Until when nothing more is tried. */
    blocked_until: number;
  };
}
