// For services only: a browser has no synchronous hash.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { limits } from './limits.ts';
import { OutsideId, VariableName, WebViewPost } from './webview.ts';

/**
 * What the holder of a return link may do: post once into this conversation. Signed by dialog, where a bot's script asks
 * for it; checked by ingest. Strict: a restriction that is not understood must not be passed over.
 */
export const ReturnLink = z.strictObject({
  /** The same when a turn is repeated. Whatever comes with the link is the same post. */
  id: z.string().min(1).max(limits.idChars),
  conversationId: OutsideId,
  botId: OutsideId,
  userId: OutsideId,
  /** The names of the variables that it may set; without it, any. */
  variables: z.array(VariableName).max(limits.variables).optional(),
  /** The message that it posts; without it, any. */
  message: WebViewPost.shape.message,
  /** When it ends, in seconds since 1970. */
  exp: z.int().positive(),
});
export type ReturnLink = z.infer<typeof ReturnLink>;

// One algorithm and one type: nothing else that the same secrets sign is a return link, and no token chooses for itself.
const header = base64url('{"alg":"HS256","typ":"return+jwt"}');

/** The link's token: a JWT. The same claims and secret give the same token, whenever. */
export function signReturnLink(claims: ReturnLink, secret: string): string {
  const signed = `${header}.${base64url(JSON.stringify(ReturnLink.parse(claims)))}`;
  const token = `${signed}.${signatureOf(signed, secret)}`;
  if (token.length <= limits.linkTokenChars) return token;
  throw new RangeError(
    `a return link's token has at most ${limits.linkTokenChars} characters, this one ${token.length}: name fewer variables, or a shorter message`,
  );
}

/** The secret that signs the links of a bot in one generation of its keys. In generation 0 it is the services' own. */
export function linkSecretOf(secret: string, { botId, generation }: { botId: string; generation: number }): string {
  if (generation === 0) return secret;
  const derivation = JSON.stringify(['return link', botId, generation]);
  return createHmac('sha256', secret).update(derivation).digest('base64url');
}

/** The bot that a token says it is for. Nobody has verified it: good for nothing but to find the secrets that may have signed it. */
export function botOfReturnLink(token: string): string | undefined {
  const { data } = ReturnLink.pick({ botId: true })
    .strip()
    .safeParse(parsed(token.split('.', 3)[1]));
  return data?.botId;
}

export type VerifiedLink = { readonly link: ReturnLink } | { readonly reason: 'invalid' | 'expired' };

/** What a token allows at `now` (milliseconds). Any of the secrets may have signed it. */
export function verifyReturnLink(token: string, secrets: readonly string[], now: number): VerifiedLink {
  const [, signed, payload, signature] = /^([^.]*\.([^.]*))\.([^.]*)$/s.exec(token) ?? [];
  const isOurs =
    signed === `${header}.${payload}` && secrets.some((secret) => isSame(signature, signatureOf(signed, secret)));
  const { data: link } = ReturnLink.safeParse(isOurs ? parsed(payload) : undefined);
  if (!link) return { reason: 'invalid' };
  return now < link.exp * 1000 ? { link } : { reason: 'expired' };
}

/**
 * The address of an outside page, with what it needs to post back: `returnUrl`, where, and `returnToken`, the bearer
 * token. Everything else in the address stays; another return link is replaced.
 */
export function returnAddress(page: string, { url, token }: { readonly url: string; readonly token: string }): string {
  const address = URL.parse(page);
  if (!address || !/^https?:$/.test(address.protocol))
    throw new TypeError(`a return link needs an http or https address with its host, not ${JSON.stringify(page)}`);
  const kept = address.search.slice(1).split('&');
  const others = kept.filter((part) => part !== '' && !/^return(Url|Token)(=|$)/.test(part));
  // As text: URLSearchParams would write the page's own parameters anew.
  address.search = `?${[...others, new URLSearchParams({ returnUrl: url, returnToken: token })].join('&')}`;
  return address.href;
}

function signatureOf(signed: string, secret: string): string {
  return createHmac('sha256', secret).update(signed).digest('base64url');
}

/** As text: base64url writes the same bytes in several ways, and only one of them is what we signed. */
function isSame(given: string | undefined, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function parsed(payload = ''): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}
