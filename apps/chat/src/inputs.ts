import type { BotSettings, BotStamp, InputReceived, OpenConversation, Say } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';

/** Whose conversation it is: what a token says. */
export interface Claims {
  readonly conversation: string;
  readonly bot: string;
  readonly user: string;
  /** When the token ends, in seconds since 1970. */
  readonly exp: number;
}

/** What an input is made of beside the body: nothing here looks at the clock or throws dice. */
export interface Making {
  readonly settings: BotSettings;
  readonly now: number;
  /** The input's id if its sender did not name it. */
  readonly id: string;
}

export function opened(claims: Omit<Claims, 'exp'>, body: OpenConversation, making: Making): InputReceived {
  return {
    kind: 'opened',
    inputId: making.id,
    ...of(claims, making),
    userId: claims.user,
    attributes: body.attributes,
  };
}

/** The same message sent again has the same ids (design: "Ids"). */
export function said(claims: Claims, say: Say, making: Making): InputReceived {
  const base = of(claims, making);
  if ('callId' in say) {
    const ids = named(claims, ['call', say.callId], [JSON.stringify(say)]);
    return { kind: 'returned', ...ids, ...base, ...say };
  }
  const words = 'text' in say ? [say.text] : [say.postback.payload, say.postback.label];
  const heard = 'text' in say ? { text: say.text } : { text: say.postback.payload, label: say.postback.label };
  const ids = say.id === undefined ? { inputId: making.id } : named(claims, [say.id], words);
  return { kind: 'said', ...ids, ...base, ...heard };
}

/** However often somebody closes it, it closes once. */
export function closed(claims: Claims, { now }: Pick<Making, 'now'>): InputReceived {
  return { kind: 'closed', ...named(claims, ['close'], []), conversationId: claims.conversation, at: now };
}

function named({ bot, conversation }: Claims, name: readonly string[], body: readonly string[]) {
  const key = derivedId('chat', bot, conversation, ...name);
  return { key, inputId: derivedId(key, ...body) };
}

function of({ conversation, bot }: Omit<Claims, 'exp'>, { settings, now }: Making) {
  return { conversationId: conversation, botId: bot, at: now, bot: stamp(settings) };
}

function stamp({ version, sessionMs, lateMessageMs }: BotSettings): BotStamp {
  return { version, sessionMs, lateMessageMs };
}
