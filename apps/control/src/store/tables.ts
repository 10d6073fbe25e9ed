import type { AccessTables } from '../access/access.tables.ts';
import type { AuditTables } from '../audit/audit.tables.ts';
import type { BotTables } from '../bots/bots.tables.ts';
import type { ConversationTables } from '../conversations/conversations.tables.ts';
import type { HeardTables } from '../heard/heard.tables.ts';
import type { HookTables } from '../hooks/hooks.tables.ts';
import type { JournalTables } from '../journal/journal.tables.ts';
import type { ParkedTables } from '../parked/parked.tables.ts';
import type { SaidTables } from '../said/said.tables.ts';
import type { SettingsTables } from '../settings/settings.tables.ts';

/** Every table, as Kysely knows it: JSON is text, moments are milliseconds, truth is 0 or 1, on every database alike. */
export interface Tables
  extends SaidTables,
    HeardTables,
    AccessTables,
    AuditTables,
    BotTables,
    SettingsTables,
    HookTables,
    JournalTables,
    ConversationTables,
    ParkedTables {}
