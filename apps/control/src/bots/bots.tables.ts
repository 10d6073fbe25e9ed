export interface BotTables {
  bots: {
    id: string;
    name: string;
    enabled: number;
    /** A bot as its author left it, as JSON: it need not be able to run. */
    draft: string;
    /** Of its content (`content.ts`): drafts and versions are compared by it. */
    draft_hash: string;
    /** Counts the changes of the draft: its ETag. */
    draft_revision: number;
    /** The version on which new sessions begin; null before the first. */
    version: number | null;
    /** The file that was applied last, as JSON; null where none was. */
    file: string | null;
    /** The version that was current after it. */
    file_version: number | null;
    /** What its team has set, as JSON: `StoredSettings`. */
    settings: string;
    /** Of what is said as `bot.settings`: grows with every change of anything in it. */
    settings_revision: number;
    created_at: number;
    updated_at: number;
  };
  bot_versions: {
    bot_id: string;
    version: number;
    bot: string;
    hash: string;
    published_at: number;
    published_by: string;
    note: string | null;
    /** Since when new sessions begin on another version; null while they begin on this. */
    left_at: number | null;
    /** When it was taken away: nobody can be on it. */
    gone_at: number | null;
  };
}
