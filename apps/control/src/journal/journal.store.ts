import type { InputTimeline } from '@backchannel/contracts/admin';
import { type Caller, seesBot } from '../access/caller.ts';
import { settingsOfBot } from '../settings/settings-of-bot.ts';
import type { Database } from '../store/database.ts';
import type { Entry } from './entry.ts';
import { timelineOf } from './timeline.ts';

export async function entryOf(db: Database, inputId: string): Promise<Entry | undefined> {
  return db.selectFrom('journal_inputs').selectAll().where('id', '=', inputId).executeTakeFirst();
}

/** All that is known of an input; undefined where the caller must not know of it. */
export async function findTimeline(db: Database, caller: Caller, inputId: string): Promise<InputTimeline | undefined> {
  const entry = await entryOf(db, inputId);
  if (!entry || !seesEntry(caller, entry)) return undefined;
  const { showValues } = await settingsOfBot(db, entry.bot_id);
  return timelineOf(entry, showValues ? await valuesOf(db, entry) : null);
}

/** What is of no known bot is for those who see all of them. */
function seesEntry(caller: Caller, { bot_id }: Entry): boolean {
  return bot_id === null ? caller.bots === null : seesBot(caller, bot_id);
}

function valuesOf(db: Database, { id, conversation_id }: Entry) {
  return db
    .selectFrom('journal_values')
    .selectAll()
    .where('conversation_id', '=', conversation_id)
    .where('input_id', '=', id)
    .execute();
}
