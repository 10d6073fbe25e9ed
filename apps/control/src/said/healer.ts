import { BotVersion, type Event, tombstone } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import type { Database, Transaction } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { saySettings } from './say-settings.ts';
import type { Told } from './told.ts';

/** How long after the last word of a bot, or change of it, the log has to have the rest. */
const SETTLED_MS = 2000;
/** Versions that are said again at a time. */
const SOME = 20;

/**
 * Sees to it that the compacted topics end with what the tables say. They may not: an instance that was taken for dead
 * spoke late, a topic was emptied, the tables were put back to an older state. Bots that the tables do not have are left
 * alone: others publish them.
 */
export class Healer {
  readonly #store: Store;
  readonly #told: Told;
  readonly #log: Opened['log'];
  /** Versions that this release can not read. */
  readonly #lost = new Set<string>();
  #all = true;

  constructor(store: Store, told: Told, { log }: Pick<Opened, 'log'>) {
    this.#store = store;
    this.#told = told;
    this.#log = log;
  }

  isDue(): boolean {
    return this.#told.complete && (this.#all || this.#due().length > 0);
  }

  /** Has said again what the log lacks, of the bots that are due. */
  async heal(): Promise<void> {
    if (!this.#told.complete) return;
    if (this.#all) {
      const rows = await this.#store.db.selectFrom('bots').select('id').where('version', 'is not', null).execute();
      for (const { id } of rows) this.#told.heard.add(id);
      this.#all = false;
    }
    for (const botId of this.#due()) {
      this.#told.heard.delete(botId);
      // What is still on its way, or has just been said again, is looked at once more.
      if (await this.#healOne(botId)) this.#told.heard.add(botId);
    }
  }

  #due(): string[] {
    const before = Date.now() - SETTLED_MS;
    return [...this.#told.heard].filter((botId) => (this.#told.of(botId)?.at ?? 0) <= before);
  }

  /** Answers whether it is to be looked at again. */
  async #healOne(botId: string): Promise<boolean> {
    const { db } = this.#store;
    const standing = await standingOf(db, botId);
    if (!standing || standing.version === null) return false;
    if (standing.waiting || standing.updated_at > Date.now() - SETTLED_MS) return true;
    if (await this.#isAsTold(db, botId, standing.settings_revision)) return false;
    await this.#store.change((trx) => this.#sayAgain(trx, botId));
    this.#log.warn({ bot: botId }, 'the log did not end with what a bot is: it is said again');
    return true;
  }

  async #isAsTold(db: Database, botId: string, revision: number): Promise<boolean> {
    if (this.#told.of(botId)?.revision !== revision) return false;
    return (await this.#wrong(db, botId)).length === 0;
  }

  async #sayAgain(trx: Transaction, botId: string): Promise<void> {
    const numbers = (await this.#wrong(trx, botId)).slice(0, SOME);
    const rows = await trx
      .selectFrom('bot_versions')
      .select(['version', 'bot', 'gone_at'])
      .where('bot_id', '=', botId)
      .where('version', 'in', [0, ...numbers])
      .execute();
    // Tables of an older state: readers ignore what is below what they have.
    await trx
      .updateTable('bots')
      .set(({ eb }) => ({
        settings_revision: eb
          .case()
          .when('settings_revision', '<', this.#revision(botId))
          .then(this.#revision(botId))
          .else(eb.ref('settings_revision'))
          .end(),
      }))
      .where('id', '=', botId)
      .execute();
    await saySettings(
      trx,
      botId,
      rows.flatMap((row) => this.#event(botId, row)),
    );
  }

  #revision(botId: string): number {
    return this.#told.of(botId)?.revision ?? 0;
  }

  /** Versions that the log does not have and should, or has and should not. Newest first: new sessions wait for it. */
  async #wrong(db: Database, botId: string): Promise<readonly number[]> {
    const rows = await db
      .selectFrom('bot_versions')
      .select(['version', 'gone_at'])
      .where('bot_id', '=', botId)
      .orderBy('version', 'desc')
      .execute();
    const versions = this.#told.of(botId)?.versions;
    const wrong = rows.filter(({ version, gone_at }) => (versions?.get(version) ?? false) !== (gone_at === null));
    return wrong.map(({ version }) => version).filter((version) => !this.#lost.has(`${botId}:${version}`));
  }

  #event(botId: string, { version, bot, gone_at }: { version: number; bot: string; gone_at: number | null }): Event[] {
    const time = Date.now();
    if (gone_at !== null) return [tombstone(BotVersion, `${botId}:${version}`, time)];
    try {
      return [BotVersion({ botId, version, bot: JSON.parse(bot) }, { time })];
    } catch (error) {
      this.#lost.add(`${botId}:${version}`);
      this.#log.error(
        { err: error, bot: botId, version },
        'a version can not be said again: this release can not read it',
      );
      return [];
    }
  }
}

async function standingOf(db: Database, botId: string) {
  const row = await db
    .selectFrom('bots')
    .select(['version', 'settings_revision', 'updated_at'])
    .select((eb) =>
      eb.selectFrom('outbox').select(eb.fn.countAll<number>().as('count')).where('bot_id', '=', botId).as('waiting'),
    )
    .where('id', '=', botId)
    .executeTakeFirst();
  return row && { ...row, waiting: Number(row.waiting) > 0 };
}
