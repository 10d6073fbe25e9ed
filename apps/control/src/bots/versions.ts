import { type Bot, BotVersion, limits } from '@backchannel/contracts';
import type { BotDraft, VersionSummary } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { momentOf, momentOrNull } from '../http/moment.ts';
import { saySettings } from '../said/say-settings.ts';
import type { Told } from '../said/told.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { BotRow } from './bots.store.ts';
import type { BotTables } from './bots.tables.ts';

type VersionRow = Selectable<BotTables['bot_versions']>;
const summed = ['version', 'published_at', 'published_by', 'note', 'left_at', 'gone_at'] as const;

/** What is to become a version. */
export interface Publication {
  readonly bot: Bot;
  /** As its author wrote it, without defaults. */
  readonly content: string;
  readonly hash: string;
  readonly note?: string | undefined;
  readonly action: 'version.published' | 'version.rolled-back' | 'file.applied';
}

/**
 * Makes the next version of a locked bot, on which new sessions begin; null where it is as the current one. Its number is
 * above all that the log has, even of a bot that was published without control.
 */
export async function publishVersion(
  trx: Transaction,
  { caller, row, told }: { readonly caller: Caller; readonly row: BotRow; readonly told: Told },
  { bot, content, hash, note = '', action }: Publication,
): Promise<number | null> {
  const botId = row.id;
  const { current, highest } = await standing(trx, row);
  if (current?.hash === hash) return null;
  const now = Date.now();
  const version = told.above(botId, highest);
  const said = BotVersion({ botId, version, bot }, { time: now });
  requireSize(said.data);
  await trx
    .updateTable('bot_versions')
    .set({ left_at: now })
    .where('bot_id', '=', botId)
    .where('left_at', 'is', null)
    .execute();
  await trx
    .insertInto('bot_versions')
    .values({
      bot_id: botId,
      version,
      bot: content,
      hash,
      published_at: now,
      published_by: caller.name,
      note: note === '' ? null : note,
      left_at: null,
      gone_at: null,
    })
    .execute();
  // Where the tables are younger than the log: readers ignore what is below what they have.
  const settings_revision = Math.max(row.settings_revision, told.of(botId)?.revision ?? 0);
  await trx.updateTable('bots').set({ version, settings_revision }).where('id', '=', botId).execute();
  const [before, after] = [{ version: row.version }, { version, ...(note !== '' && { note }) }];
  await writeAudit(trx, caller, { action, botId, subject: `versions/${version}`, before, after });
  await saySettings(trx, botId, [said]);
  return version;
}

async function standing(trx: Transaction, { id, version }: BotRow) {
  const versions = trx.selectFrom('bot_versions').select(['version', 'hash']).where('bot_id', '=', id);
  const highest = await versions.orderBy('version', 'desc').limit(1).executeTakeFirst();
  const current = await versions.where('version', '=', version).executeTakeFirst();
  return { current, highest: highest?.version ?? 0 };
}

function requireSize(said: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(said));
  if (bytes <= limits.botBytes) return;
  const detail = `it has ${bytes} bytes with all its defaults, and may have ${limits.botBytes}`;
  throw new Refused('bot_invalid', { detail, errors: [{ pointer: '', detail }] });
}

export async function listVersions(
  db: Database,
  { id, version }: Pick<BotRow, 'id' | 'version'>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const [below = Number.MAX_SAFE_INTEGER] = readCursor(z.tuple([z.int()]), cursor) ?? [];
  const rows = await db
    .selectFrom('bot_versions')
    .select(summed)
    .where('bot_id', '=', id)
    .$if(cursor !== undefined, (query) => query.where('version', '<', below))
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map((row) => summaryOf(row, version));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last.version) : null };
}

export async function getVersion(
  db: Database,
  { id, version: current }: Pick<BotRow, 'id' | 'version'>,
  version: number,
) {
  const row = await requireVersion(db, id, version);
  return { ...summaryOf(row, current), bot: JSON.parse(row.bot) as BotDraft };
}

export async function requireVersion(db: Database, botId: string, version: number): Promise<VersionRow> {
  const query = db.selectFrom('bot_versions').selectAll().where('bot_id', '=', botId).where('version', '=', version);
  const row = await query.executeTakeFirst();
  if (!row) throw new Refused('not_found', { detail: `the bot ${JSON.stringify(botId)} has no version ${version}` });
  return row;
}

function summaryOf(row: Pick<VersionRow, (typeof summed)[number]>, current: number | null): VersionSummary {
  return {
    version: row.version,
    publishedAt: momentOf(row.published_at),
    publishedBy: row.published_by,
    note: row.note,
    current: row.version === current,
    leftAt: momentOrNull(row.left_at),
    goneAt: momentOrNull(row.gone_at),
  };
}
