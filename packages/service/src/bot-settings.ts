import { BotSettings, BotSettingsTopic } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Opened } from './opened.ts';
import { Refused } from './problems.ts';

/** The settings of every bot, as they are now. */
export class BotSettingsReader {
  readonly #settings = new Map<string, BotSettings>();
  readonly #log: Opened['log'];
  readonly #read = Promise.withResolvers<void>();
  #complete = false;

  constructor(opened: Pick<Opened, 'follow' | 'log'>) {
    this.#log = opened.log;
    opened.follow({ topics: [BotSettingsTopic], from: 'start', hear: (record) => this.#hear(record) }, () => {
      this.#complete = true;
      this.#read.resolve();
    });
  }

  /** Resolves when everything that was there has been read. */
  read(): Promise<void> {
    return this.#read.promise;
  }

  get(botId: string): BotSettings | undefined {
    return this.#settings.get(botId);
  }

  /** The settings of a bot that may be talked to, or the reason why not. */
  require(botId: string): BotSettings {
    if (!this.#complete) throw new Refused('unavailable', { detail: 'the settings of the bots are still being read' });
    const settings = this.#settings.get(botId);
    if (!settings)
      throw new Refused('bot_unknown', { pointer: '/botId', detail: `there is no bot ${JSON.stringify(botId)}` });
    if (!settings.enabled) throw new Refused('bot_disabled', { pointer: '/botId' });
    return settings;
  }

  waitsFor(): readonly string[] {
    return this.#complete ? [] : ['the settings of the bots have not been read yet'];
  }

  #hear({ event, problem, envelope }: Received): void {
    if (!event) {
      this.#log.error({ bot: envelope.key, problem }, 'settings of a bot can not be read: the ones before stay');
      return;
    }
    const settings = event.data as BotSettings;
    const known = this.#settings.get(settings.botId);
    if (!known || settings.revision >= known.revision) this.#settings.set(settings.botId, settings);
  }
}
