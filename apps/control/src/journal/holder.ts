import type { Hook } from '@backchannel/contracts';
import { digestFits, tokenFits } from '@backchannel/contracts/credentials';
import { derivedId } from '@backchannel/contracts/ids';
import { linkSecretOf, verifyReturnLink } from '@backchannel/contracts/return-link';
import { conversationOf } from './chat-token.ts';
import type { Entry } from './entry.ts';

/** What is known of a bot's credentials. */
export interface Locks {
  /** Whether the digest is good for anything. */
  readonly digest: boolean;
  /** SHA-256 of the webhook's tokens, hex. */
  readonly hookTokens: Hook['tokens'];
  /** Generations of its return links that are good. */
  readonly linkGenerations: readonly number[];
}

export interface Secrets {
  readonly links: readonly string[];
  readonly chat: readonly string[];
}

/** Whether this is the credential by which an input of this kind came: what opens one door opens nothing behind another. */
export async function holds(authorization: string, entry: Entry, against: Against): Promise<boolean> {
  const [, token] = /^Bearer +(.+)$/is.exec(authorization) ?? [];
  if (token !== undefined) return (await byDoor[entry.door ?? '']?.(token, entry, against)) ?? false;
  const ids = { conversationId: entry.conversation_id, botId: entry.bot_id ?? '' };
  return entry.door === 'webview' && against.locks.digest && digestFits(authorization, ids);
}

type Fits = (token: string, entry: Entry, against: Against) => boolean | Promise<boolean>;

const byDoor: Readonly<Record<string, Fits>> = {
  chat: async (token, { conversation_id }, { secrets, now }) =>
    (await conversationOf(token, secrets.chat, now)) === conversation_id,
  link: linkFits,
  hook: (token, _, { locks, now }) => tokenFits(token, locks.hookTokens, now),
};

export interface Against {
  readonly locks: Locks;
  readonly secrets: Secrets;
  readonly now: number;
}

/** The link is what its post was known by. */
function linkFits(token: string, { bot_id, dedupe }: Entry, { locks, secrets, now }: Against): boolean {
  const botId = bot_id ?? '';
  const keys = locks.linkGenerations.flatMap((generation) =>
    secrets.links.map((secret) => linkSecretOf(secret, { botId, generation })),
  );
  const verified = verifyReturnLink(token, keys, now);
  if (!('link' in verified) || verified.link.botId !== botId) return false;
  return derivedId('link', botId, verified.link.conversationId, verified.link.id) === dedupe;
}
