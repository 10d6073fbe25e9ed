import {
  type BotSettings,
  type InputReceived as Input,
  InputReceived,
  limits,
  type OpenConversation,
  type Say,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { allow, type BotSettingsReader, type Opened, Refused } from '@backchannel/service';
import { type Claims, closed, opened, said } from './inputs.ts';

/** Lets people in, and what they say: 202 means that the log has it. */
export class Door {
  readonly #log: Pick<Opened, 'say' | 'rates' | 'atDoor'>;
  readonly #bots: Pick<BotSettingsReader, 'get' | 'require'>;

  constructor(log: Pick<Opened, 'say' | 'rates' | 'atDoor'>, bots: Pick<BotSettingsReader, 'get' | 'require'>) {
    this.#log = log;
    this.#bots = bots;
  }

  /** The bot, if a page of this origin may show it. A bot that is switched off can still be looked at. */
  admit(botId: string, origin: string | undefined): BotSettings {
    const settings = this.#bots.get(botId) ?? this.#bots.require(botId);
    // Only browsers name an origin; for the others it would protect nobody.
    const isWelcome = origin === undefined || settings.origins === undefined || settings.origins.includes(origin);
    if (!isWelcome) throw new Refused('origin_forbidden', { detail: `not from ${origin}` });
    return settings;
  }

  async open(body: OpenConversation, now: number): Promise<Claims> {
    const settings = this.#bots.require(body.botId);
    const perSecond = settings.limits?.conversationsPerSecond ?? limits.rates.conversations;
    allow(this.#log.rates, `conversations:${body.botId}`, perSecond);
    const who = { conversation: newId(now), bot: body.botId, user: body.userId ?? newId(now) };
    await this.say(opened(who, body, { settings, now, id: newId(now) }));
    return prolonged({ ...who, exp: 0 }, now);
  }

  /** The input that a message is. Nobody has heard it yet. Refuses when too many come, from all tabs together. */
  hear(claims: Claims, body: Say, now: number): Input {
    const settings = this.#bots.require(claims.bot);
    const input = said(claims, body, { settings, now, id: newId(now) });
    const perSecond = settings.limits?.messagesPerSecond ?? limits.rates.messages;
    allow(this.#log.rates, `messages:${claims.conversation}`, perSecond);
    return input;
  }

  /** Refuses when a conversation is asked about too often. */
  ask({ conversation }: Claims): void {
    allow(this.#log.rates, `asks:${conversation}`, limits.rates.asks);
  }

  async close(claims: Claims, now: number): Promise<string> {
    const input = closed(claims, { now });
    await this.say(input);
    return input.inputId;
  }

  /** What came through a socket. */
  heard(input: Input): Promise<void> {
    return this.#log.atDoor('socket say', () => this.say(input));
  }

  async say(input: Input): Promise<void> {
    await this.#log.say([InputReceived(input, { time: input.at })]);
  }
}

/** The same conversation for as long as tokens are good. */
export function prolonged(claims: Claims, now: number): Claims {
  return { ...claims, exp: Math.floor((now + limits.tokenMs) / 1000) };
}
