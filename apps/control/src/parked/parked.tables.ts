export interface ParkedTables {
  /** Records that a service could not process. */
  parked: {
    /** Group, topic, partition and offset: told twice, it is the same. */
    id: string;
    topic: string;
    partition: number;
    offset: number;
    group: string;
    reason: string;
    at: number;
    /** What its headers and body say of it, as far as they do. */
    type: string | null;
    input_id: string | null;
    conversation_id: string | null;
    bot_id: string | null;
    /** JSON. Null, like the value, once the person is forgotten. */
    headers: string | null;
    key: string | null;
    /** In base64, as it came. */
    value: string | null;
    status: 'parked' | 'redriven' | 'discarded';
    decided_at: number | null;
    decided_by: string | null;
    /** Why it was discarded. */
    decided_reason: string | null;
    /** The input that says it again. */
    redriven_as: string | null;
  };
}
