import type { Office } from '../office.fixture.ts';

/** A bot as it is in the tables once it is published. */
export async function botInTables(
  office: Office,
  { id = 'shop', version = 1, enabled = 1, settings = {} } = {},
): Promise<void> {
  const bot = {
    id,
    name: id,
    enabled,
    draft: '{}',
    draft_hash: '',
    file: null,
    file_version: null,
    draft_revision: 1,
    version,
    settings: JSON.stringify(settings),
    settings_revision: 1,
    created_at: 0,
    // The log has heard nothing of it: control would say it again, if it were older.
    updated_at: Date.now() + 3_600_000,
  };
  await office.store.db.insertInto('bots').values(bot).execute();
}
