import {
  type Accepted,
  WebViewIds,
  type WebViewPost,
  WebViewPost as WebViewPostSchema,
  webViewPath,
} from '@backchannel/contracts';
import { digestFits } from '@backchannel/contracts/credentials';
import type { ReturnLink } from '@backchannel/contracts/return-link';
import { BotSettingsReader, linkSecrets, Opened, parseBody, Refused } from '@backchannel/service';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from './door.ts';
import { idempotencyKey } from './headers.ts';
import { bearerOf, LinkedBody, Links, linkedPost } from './links.ts';
import { inputOf } from './post.ts';

/** A post whose sender may post: by the digest of its ids, or by a return link. */
interface Admitted {
  readonly body: LinkedBody;
  readonly ids: Pick<WebViewPost, 'botId' | 'conversationId'>;
  readonly link?: ReturnLink;
  readonly now: number;
}

type Request = Pick<FastifyRequest, 'body' | 'ip'> & { readonly headers: Readonly<Record<string, string | undefined>> };

/** The Web View Integration API, wire compatible. */
@Controller()
export class WebViewController {
  private readonly links: Links;

  constructor(
    opened: Opened,
    private readonly bots: BotSettingsReader,
    private readonly door: Door,
  ) {
    this.links = new Links(linkSecrets(opened.environment), bots);
  }

  /**
   * Takes `{ botId, conversationId, userId, message?, contextVariables? }` with the digest in `Authorization`; or, beyond
   * the API, `Authorization: Bearer <token of a return link>`: then the ids may be missing, and all that is there must
   * be what the link is for (403).
   * 202 `{ inputId, status: "accepted" }` once the log has it; with `Prefer: wait=n` (seconds) the outcome, 200.
   * Refusals are problems: 422 ids missing, 401 digest or link, 404 bot, 422 other fields, 429, 503; with `Prefer: wait` also what
   * session rejects (Web View Integration API, Request).
   */
  @Post(webViewPath)
  @HttpCode(202)
  async post(@Req() request: Request, @Res({ passthrough: true }) reply: FastifyReply): Promise<Accepted> {
    const { headers } = request;
    const admitted = this.admit(request.body, headers.authorization);
    const { conversationId, botId } = admitted.ids;
    const sender = { conversationId, botId, door: admitted.link ? 'link' : 'webview' } as const;
    const event = this.door.check(sender, () => this.check(admitted, request, reply));
    return this.door.say(event, headers, reply);
  }

  private admit(body: unknown, authorization: string | undefined): Admitted {
    const now = Date.now();
    const token = bearerOf(authorization);
    if (token !== undefined) {
      const linked = parseBody(LinkedBody, body);
      this.bots.requireCurrent();
      const link = this.links.require(token, now);
      return { body: linked, ids: link, link, now };
    }
    const ids = parseBody(WebViewIds, body);
    if (digestFits(authorization, ids)) return { body: ids, ids, now };
    throw new Refused('unauthorized', { detail: 'Authorization must be sha256hex(conversationId + " || " + botId)' });
  }

  private check({ body, ids, link, now }: Admitted, { headers, ip }: Request, reply: FastifyReply) {
    const settings = this.bots.require(ids.botId);
    this.door.addresses.require(settings, ip);
    if (!link && !settings.digest) throw new Refused('digest_disabled', { detail: 'this bot takes signed links only' });
    const post: WebViewPost = link ? linkedPost(body, link) : parseBody(WebViewPostSchema, body);
    const key = link ? undefined : idempotencyKey(headers);
    const event = inputOf(post, { settings, now, key, link });
    this.door.allow(settings, reply);
    return event;
  }
}
