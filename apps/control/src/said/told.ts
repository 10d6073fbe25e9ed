import { type BotSettings, BotSettingsTopic } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { Refused } from '@backchannel/service';

/** What the log ends with for one bot. */
export interface ToldBot {
  /** Null where no settings are, or none that can be read. */
  revision: number | null;
  /** Every version that was ever heard of, and whether it is still there. */
  readonly versions: Map<number, boolean>;
  /** When something was heard of it last. */
  at: number;
}

/** What the compacted topics end with, as far as it has been heard: what a service that starts now would know. */
export class Told {
  readonly #bots = new Map<string, ToldBot>();
  #complete = false;
  /** Those of which something was heard since they were looked at. */
  readonly heard = new Set<string>();

  hear({ event, envelope: { topic, key } }: Received): void {
    if (topic === BotSettingsTopic.name) {
      // The last one counts, not the highest: it is what is left of the key.
      this.#bot(key).revision = (event?.data as BotSettings | undefined)?.revision ?? null;
      return;
    }
    const at = key.lastIndexOf(':');
    this.#bot(key.slice(0, at)).versions.set(Number(key.slice(at + 1)), event !== undefined);
  }

  /** Everything that was there has been heard. */
  caughtUp(): void {
    this.#complete = true;
  }

  /** The topics have begun anew. */
  forget(): void {
    this.#bots.clear();
    this.heard.clear();
  }

  get complete(): boolean {
    return this.#complete;
  }

  of(botId: string): Readonly<ToldBot> | undefined {
    return this.#bots.get(botId);
  }

  /** The number of a bot's next version: above those that the tables know, and those that the log has. */
  above(botId: string, known: number): number {
    // Whoever published it without control may have taken the first numbers.
    if (known === 0 && !this.#complete) throw new Refused('unavailable', { detail: 'the log is still being read' });
    return Math.max(known, ...(this.#bots.get(botId)?.versions.keys() ?? [])) + 1;
  }

  #bot(botId: string): ToldBot {
    const bot = this.#bots.get(botId) ?? { revision: null, versions: new Map(), at: 0 };
    this.#bots.set(botId, bot);
    bot.at = Date.now();
    this.heard.add(botId);
    return bot;
  }
}
