import { BotVersion, limits, tombstone } from '@backchannel/contracts';
import { Opened } from '@backchannel/service';
import { Injectable } from '@nestjs/common';
import { Relay } from '../said/relay.ts';
import { saySettings } from '../said/say-settings.ts';
import type { Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';

/** How long after a version was left somebody may still be on it: a session that began last, and what the log has of it. */
export const GONE_MS = limits.sessionLifeMs + limits.logMostMs;
const EVERY_MS = 60 * 60 * 1000;

/** Takes away the versions that nobody can be on. Dialog begins a session that is on one all the same afresh. */
@Injectable()
export class Gone {
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly relay: Relay,
    private readonly opened: Opened,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.#working = this.takeAway().catch((error: unknown) => {
        this.opened.log.error({ err: error }, 'versions that nobody is on could not be taken away: again in an hour');
      });
    };
    this.#timer = setInterval(look, EVERY_MS).unref();
    look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  private async takeAway(): Promise<void> {
    const bots = await this.store.db
      .selectFrom('bot_versions')
      .select('bot_id')
      .distinct()
      .where('gone_at', 'is', null)
      .where('left_at', '<=', Date.now() - GONE_MS)
      .execute();
    for (const { bot_id } of bots) await this.store.change((trx) => takeAwayOf(trx, bot_id));
    if (bots.length > 0) this.relay.wake();
  }
}

async function takeAwayOf(trx: Transaction, botId: string): Promise<void> {
  const now = Date.now();
  // Another instance may be at it: what it has taken is not found.
  const gone = await trx
    .updateTable('bot_versions')
    .set({ gone_at: now })
    .where('bot_id', '=', botId)
    .where('gone_at', 'is', null)
    .where('left_at', '<=', now - GONE_MS)
    .returning('version')
    .execute();
  if (gone.length === 0) return;
  await saySettings(
    trx,
    botId,
    gone.map(({ version }) => tombstone(BotVersion, `${botId}:${version}`, now)),
  );
}
