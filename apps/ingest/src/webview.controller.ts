import {
  type Accepted,
  InputTracked,
  type Outcome,
  WebViewIds,
  type WebViewPost,
  WebViewPost as WebViewPostSchema,
  webViewPath,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import type { ReturnLink } from '@backchannel/contracts/return-link';
import { BotSettingsReader, linkSecrets, Opened, parseBody, Refused } from '@backchannel/service';
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { digestFits } from './digest.ts';
import { idempotencyKey, waitOf } from './headers.ts';
import { bearerOf, LinkedBody, Links, linkedPost } from './links.ts';
import { Outcomes } from './outcomes.ts';
import { inputOf } from './post.ts';

type RequestHeaders = Record<string, string | undefined>;

/** A post whose sender may post: by the digest of its ids, or by a return link. */
interface Admitted {
  readonly body: LinkedBody;
  readonly ids: Pick<WebViewPost, 'botId' | 'conversationId'>;
  readonly link?: ReturnLink;
  readonly now: number;
}

/** The Web View Integration API, wire compatible. */
@Controller()
export class WebViewController {
  private readonly links: Links;

  constructor(
    private readonly opened: Opened,
    private readonly bots: BotSettingsReader,
    private readonly outcomes: Outcomes,
  ) {
    this.links = new Links(linkSecrets(opened.environment));
  }

  /**
   * Takes `{ botId, conversationId, userId, message?, contextVariables? }` with the digest in `Authorization`; or, beyond
   * the API, `Authorization: Bearer <token of a return link>`: then the ids may be missing, and all that is there must
   * be what the link is for (403).
   * 202 `{ inputId, status: "accepted" }` once the log has it; with `Prefer: wait=n` (seconds) the outcome, 200.
   * Refusals are problems: 422 ids missing, 401 digest or link, 404 bot, 422 other fields, 503; with `Prefer: wait` also what
   * session rejects (Web View Integration API, Request).
   */
  @Post(webViewPath)
  @HttpCode(202)
  async post(
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Accepted> {
    const { event, post } = this.check(this.admit(body, headers.authorization), headers);
    const { inputId } = event.data;

    const waitMs = waitOf(headers);
    const outcome = waitMs > 0 ? this.outcomes.wait(inputId, waitMs) : null;
    await this.opened.say([event]);
    this.opened.log.debug({ inputId, conversation: post.conversationId }, 'accepted');

    if (waitMs > 0) void reply.header('preference-applied', `wait=${waitMs / 1000}`);
    const became = await outcome;
    if (!became) return { inputId, status: 'accepted' };
    void reply.code(200);
    return told(inputId, became);
  }

  private admit(body: unknown, authorization: string | undefined): Admitted {
    const now = Date.now();
    const token = bearerOf(authorization);
    if (token !== undefined) {
      const linked = parseBody(LinkedBody, body);
      const link = this.links.require(token, now);
      return { body: linked, ids: link, link, now };
    }
    const ids = parseBody(WebViewIds, body);
    if (digestFits(authorization, ids)) return { body: ids, ids, now };
    throw new Refused('unauthorized', { detail: 'Authorization must be sha256hex(conversationId + " || " + botId)' });
  }

  /** The checks behind authentication: what they refuse, the bot's owner can look up. */
  private check({ body, ids, link, now }: Admitted, headers: RequestHeaders) {
    try {
      const settings = this.bots.require(ids.botId);
      if (!link && !settings.digest)
        throw new Refused('digest_disabled', { detail: 'this bot takes signed links only' });
      const post: WebViewPost = link ? linkedPost(body, link) : parseBody(WebViewPostSchema, body);
      const key = link ? undefined : idempotencyKey(headers);
      return { post, event: inputOf(post, { settings, now, key, link }) };
    } catch (error) {
      if (error instanceof Refused) this.track(ids.conversationId, error);
      throw error;
    }
  }

  private track(conversationId: string, { problem: { code, pointer } }: Refused): void {
    const refused = InputTracked(
      { stage: 'refused', inputId: newId(), conversationId, code, pointer },
      { time: Date.now() },
    );
    this.opened.broker.publish([refused]).catch((error: unknown) => {
      this.opened.log.warn({ err: error, conversation: conversationId }, 'a refusal could not be told');
    });
  }
}

/** An outcome as the waiting sender hears it. */
function told(inputId: string, { outcome, code, note, turn }: Outcome): Accepted {
  if (outcome === 'answered' || outcome === 'applied') return { inputId, status: outcome, note, turn };
  throw new Refused(code ?? 'input_failed', { inputId });
}
