import type { BotFile, Json } from '@backchannel/contracts';
import { type AppliedFile, type BotDraft, Settings } from '@backchannel/contracts/admin';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { saySettings } from '../said/say-settings.ts';
import { Told } from '../said/told.ts';
import { readSettings, writeSettings } from '../settings/settings.store.ts';
import type { Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';
import { type BotRow, lockBot } from './bots.store.ts';
import { Checker } from './checker.ts';
import { contentHash } from './content.ts';
import { insertBot, replaceDraft } from './drafts.ts';
import { switchBot } from './switch-bot.ts';
import { publishVersion } from './versions.ts';

/** A bot that came as a file, and who brought it. */
interface Brought {
  readonly file: BotDraft;
  readonly replace: boolean;
  readonly caller: Caller;
}

/** Makes bots what their files in git say. What people have changed since by other means goes before the file. */
@Injectable()
export class Files {
  constructor(
    private readonly store: Store,
    private readonly checker: Checker,
    private readonly told: Told,
  ) {}

  async apply(brought: Brought): Promise<AppliedFile> {
    const { file } = brought;
    const before = await this.store.db.selectFrom('bots').selectAll().where('id', '=', file.id).executeTakeFirst();
    const untouched = before && this.untouched(before, brought);
    if (untouched) return untouched;
    const checked = await this.checker.requireFile(file);
    return this.store.change((trx) => this.applyChecked(trx, brought, checked));
  }

  private async applyChecked(trx: Transaction, brought: Brought, checked: BotFile): Promise<AppliedFile> {
    const { file, caller } = brought;
    const { settings: _, ...content } = file;
    const isNew = await insertBot(trx, content);
    const row = await lockBot(trx, file.id);
    const untouched = isNew ? null : this.untouched(row, brought);
    if (untouched) return untouched;

    const hash = contentHash(content as Json);
    if (row.draft_hash !== hash) await replaceDraft(trx, content);
    const newSettings = await this.applySettings(trx, { row, caller }, checked.settings);
    const publication = { bot: checked.bot, content: JSON.stringify(content), hash, action: 'file.applied' } as const;
    const published = await publishVersion(trx, { caller, row, told: this.told }, publication);
    if (published === null && newSettings) await saySettings(trx, row.id);
    const version = published ?? row.version;
    await trx
      .updateTable('bots')
      .set({ file: JSON.stringify(file), file_version: version })
      .where('id', '=', row.id)
      .execute();
    if (published === null) {
      await writeAudit(trx, caller, {
        action: 'file.applied',
        botId: row.id,
        subject: 'file',
        after: { version, newSettings },
      });
    }
    return { outcome: 'applied', version, newVersion: published !== null, newSettings };
  }

  /** What is answered where nothing is to be done: the file was applied before, or others have changed the bot since. */
  private untouched(row: BotRow, { file, replace }: Brought): AppliedFile | null {
    const nothing = { version: row.version, newVersion: false, newSettings: false };
    if (!replace && row.file !== null && contentHash(JSON.parse(row.file) as Json) === contentHash(file as Json)) {
      return { outcome: 'unchanged', ...nothing };
    }
    return replace || isAsItsFile(row) ? null : { outcome: 'kept', ...nothing };
  }

  /** Only what the file says otherwise than the one before: what a team has set beside it stays. */
  private async applySettings(
    trx: Transaction,
    { row, caller }: { readonly row: BotRow; readonly caller: Caller },
    { enabled = true, ...wanted }: BotFile['settings'],
  ): Promise<boolean> {
    const last = settingsOf(row.file);
    const settings = await readSettings(trx, row);
    const others = Object.entries(settings).filter(([name]) => !(name in last) || name in wanted);
    const news = Object.entries(wanted).filter(([name, value]) => !same(value, last[name]));
    const after = Settings.parse(Object.fromEntries([...others, ...news]));
    const isSwitched = enabled !== (last['enabled'] ?? true) && (await switchBot(trx, { row, caller }, enabled));
    if (same(settings, after)) return isSwitched;
    await writeSettings(trx, { bot: row, settings, caller }, after);
    return true;
  }
}

/** Whether nobody has changed it since its file was applied: neither what is current nor the draft. */
function isAsItsFile(row: BotRow): boolean {
  if (row.file === null || row.version !== row.file_version) return false;
  const { settings: _, ...content } = JSON.parse(row.file) as Record<string, Json>;
  return row.draft_hash === contentHash(content);
}

function settingsOf(file: string | null): Record<string, Json> {
  const { settings = {} } = (file === null ? {} : JSON.parse(file)) as { settings?: Record<string, Json> };
  return settings;
}

const same = (one: unknown, other: unknown): boolean =>
  contentHash((one ?? null) as Json) === contentHash((other ?? null) as Json);
