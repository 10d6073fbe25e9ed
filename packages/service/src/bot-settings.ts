import { BotSettings, BotSettingsTopic } from '@backchannel/contracts';
import type { Follower, Received } from '@backchannel/messaging';
import type { Opened } from './opened.ts';
import { Refused } from './problems.ts';

/** The settings of every bot, as they are now. */
export class BotSettingsReader {
  readonly #settings = new Map<string, BotSettings>();
  readonly #byHook = new Map<string, string>();
  readonly #broker: Opened['broker'];
  readonly #follower: Follower;
  readonly #log: Opened['log'];
  readonly #read = Promise.withResolvers<void>();
  #complete = false;
  #change = 0;

  constructor(opened: Pick<Opened, 'follow' | 'log' | 'broker'>) {
    this.#log = opened.log;
    this.#broker = opened.broker;
    this.#follower = { topics: [BotSettingsTopic], from: 'start', hear: (record) => this.#hear(record) };
    opened.follow(this.#follower, () => {
      this.#complete = true;
      this.#change += 1;
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

  all(): Iterable<BotSettings> {
    return this.#settings.values();
  }

  /** Another number after every change of any settings. */
  get change(): number {
    return this.#change;
  }

  /** The settings of the bot whose webhook has that id. */
  ofHook(hookId: string): BotSettings | undefined {
    return this.#settings.get(this.#byHook.get(hookId) ?? '');
  }

  /** Refuses where a token that has ended may not be known to have ended: before tokens are looked at. */
  requireCurrent(): void {
    if (this.#complete && this.#broker.behind(this.#follower).length === 0) return;
    throw new Refused('unavailable', { detail: 'the settings of the bots can not be read now' });
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
    if (known && settings.revision < known.revision) return;
    this.#settings.set(settings.botId, settings);
    this.#change += 1;
    if (known?.hook) this.#byHook.delete(known.hook.hookId);
    if (settings.hook) this.#byHook.set(settings.hook.hookId, settings.botId);
  }
}
