import { WebViewIds, type WebViewPost, WebViewPost as WebViewPostSchema } from '@backchannel/contracts';
import { botOfReturnLink, linkSecretOf, type ReturnLink, verifyReturnLink } from '@backchannel/contracts/return-link';
import { type BotSettingsReader, parseBody, pointerOf, Refused } from '@backchannel/service';

/** The return links that come back, as bearer tokens. */
export class Links {
  readonly #secrets: readonly string[];
  readonly #bots: Pick<BotSettingsReader, 'get'>;

  constructor(secrets: readonly string[], bots: Pick<BotSettingsReader, 'get'>) {
    this.#secrets = secrets;
    this.#bots = bots;
  }

  /** Throws `Refused`: `token_expired` for a link that was ours, `unauthorized` for anything else. */
  require(token: string, now: number): ReturnLink {
    const verified = verifyReturnLink(token, this.#secretsFor(botOfReturnLink(token), now), now);
    if ('link' in verified) return verified.link;
    if (verified.reason === 'expired') throw new Refused('token_expired', { detail: 'the return link has ended' });
    throw new Refused('unauthorized', { detail: 'the bearer token must be the returnToken of a return link' });
  }

  /** The newest first: most links are signed with it. */
  #secretsFor(botId: string | undefined, now: number): readonly string[] {
    if (botId === undefined) return [];
    const keys = this.#bots.get(botId)?.linkKeys ?? [{ generation: 0 }];
    const good = keys.filter(({ until }) => until === undefined || now < until).toReversed();
    return good.flatMap(({ generation }) => this.#secrets.map((secret) => linkSecretOf(secret, { botId, generation })));
  }
}

/** The token of a request that brings one, and not the digest. */
export function bearerOf(authorization: string | undefined): string | undefined {
  const [scheme, token = ''] = (authorization ?? '').split(/ +(.*)/s);
  return scheme?.toLowerCase() === 'bearer' ? token : undefined;
}

/** A post with a link: the ids may be left out. */
export const LinkedBody = WebViewIds.partial();
export type LinkedBody = ReturnType<typeof LinkedBody.parse>;

/** The post, with what the link knows of it; refused where it is not what the link is for. */
export function linkedPost(body: LinkedBody, link: ReturnLink): WebViewPost {
  const { botId, conversationId, userId } = link;
  const ids = { botId, conversationId, userId };
  for (const [name, id] of Object.entries(ids)) if ((body[name] ?? id) !== id) throw mismatch(name);

  const message = link.message === undefined ? {} : { message: link.message };
  const post = parseBody(WebViewPostSchema, { ...message, ...body, ...ids });
  if (link.message !== undefined && post.message !== link.message) throw mismatch('message');
  const allows = new Set(link.variables ?? post.contextVariables?.map(({ name }) => name));
  const other = post.contextVariables?.findIndex(({ name }) => !allows.has(name)) ?? -1;
  if (other >= 0) throw mismatch('contextVariables', other, 'name');
  return post;
}

function mismatch(...path: (string | number)[]): Refused {
  const pointer = pointerOf(path);
  return new Refused('link_mismatch', { pointer, detail: `${pointer} is not what the link is for` });
}
