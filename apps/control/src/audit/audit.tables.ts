export interface AuditTables {
  /** Who changed what; its ids grow with time. */
  audit: {
    id: string;
    at: number;
    by_kind: string;
    by_id: string;
    by_name: string;
    action: string;
    /** Null where it is about no bot. */
    bot_id: string | null;
    /** What was changed: a path such as `endpoints/order-paid`. */
    subject: string;
    /** JSON; null where there was nothing. Never a secret. */
    before: string | null;
    after: string | null;
  };
}
