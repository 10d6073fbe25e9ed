import { hash, timingSafeEqual } from 'node:crypto';
import { derivedId } from '@backchannel/contracts/ids';
import { linkSecretOf, verifyReturnLink } from '@backchannel/contracts/return-link';
import { conversationOf } from './chat-token.ts';
import type { Entry } from './entry.ts';

/** What is known of a bot's credentials. */
export interface Locks {
  /** Whether the digest is good for anything. */
  readonly digest: boolean;
  /** SHA-256 of the webhook's tokens, hex. */
  readonly hookTokens: readonly { readonly hash: string; readonly until?: number | undefined }[];
  /** Generations of its return links that are good. */
  readonly linkGenerations: readonly number[];
}

export interface Secrets {
  readonly links: readonly string[];
  readonly chat: readonly string[];
}

/** Whether this is the credential by which an input of this kind came: what opens one door opens nothing behind another. */
export function holds(authorization: string, entry: Entry, against: Against): boolean {
  const [, token] = /^Bearer +(.+)$/is.exec(authorization) ?? [];
  if (token === undefined) return entry.door === 'webview' && against.locks.digest && digestFits(authorization, entry);
  return byDoor[entry.door ?? '']?.(token, entry, against) ?? false;
}

type Fits = (token: string, entry: Entry, against: Against) => boolean;

const byDoor: Readonly<Record<string, Fits>> = {
  chat: (token, { conversation_id }, { secrets, now }) => conversationOf(token, secrets.chat, now) === conversation_id,
  link: linkFits,
  hook: (token, _, { locks, now }) => tokenFits(token, locks, now),
};

export interface Against {
  readonly locks: Locks;
  readonly secrets: Secrets;
  readonly now: number;
}

/** The hex of sha256(conversationId + " || " + botId), in any letter case. */
function digestFits(authorization: string, { conversation_id, bot_id }: Entry): boolean {
  const given = Buffer.from(authorization, 'hex');
  const wanted = hash('sha256', `${conversation_id} || ${bot_id}`, 'buffer');
  return authorization.length === 2 * wanted.length && given.length === wanted.length && timingSafeEqual(given, wanted);
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

function tokenFits(token: string, { hookTokens }: Locks, now: number): boolean {
  const given = hash('sha256', token, 'buffer');
  const fits = hookTokens.map(({ hash: kept, until }) => {
    const wanted = Buffer.from(kept, 'hex');
    return wanted.length === given.length && timingSafeEqual(wanted, given) && (until === undefined || now < until);
  });
  return fits.includes(true);
}
