import {
  type Accepted,
  InputTracked,
  type Outcome,
  WebViewIds,
  type WebViewPost,
  WebViewPost as WebViewPostSchema,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { BotSettingsReader, Opened, parseBody, Refused } from '@backchannel/service';
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { digestFits } from './digest.ts';
import { idempotencyKey, waitOf } from './headers.ts';
import { Outcomes } from './outcomes.ts';
import { inputOf } from './post.ts';

export const webViewPath = '/thirdparty-services-0.1/webview';

type RequestHeaders = Record<string, string | undefined>;

/** The Web View Integration API, wire compatible. */
@Controller()
export class WebViewController {
  constructor(
    private readonly opened: Opened,
    private readonly bots: BotSettingsReader,
    private readonly outcomes: Outcomes,
  ) {}

  /**
   * Takes `{ botId, conversationId, userId, message?, contextVariables? }` with the digest in `Authorization`.
   * 202 `{ inputId, status: "accepted" }` once the log has it; with `Prefer: wait=n` (seconds) the outcome, 200.
   * Refusals are problems: 422 ids missing, 401 digest, 404 bot, 422 other fields, 503; with `Prefer: wait` also what
   * session rejects (Web View Integration API, Request).
   */
  @Post(webViewPath)
  @HttpCode(202)
  async post(
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Accepted> {
    const ids = parseBody(WebViewIds, body);
    if (!digestFits(headers.authorization, ids)) {
      throw new Refused('unauthorized', { detail: 'Authorization must be sha256hex(conversationId + " || " + botId)' });
    }
    const { event, post } = this.check(ids, body, headers);
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

  /** The checks behind authentication: what they refuse, the bot's owner can look up. */
  private check(ids: WebViewIdsValue, body: unknown, headers: RequestHeaders) {
    try {
      const settings = this.bots.require(ids.botId);
      if (!settings.digest) throw new Refused('digest_disabled', { detail: 'this bot takes signed links only' });
      const post: WebViewPost = parseBody(WebViewPostSchema, body);
      const event = inputOf(post, { settings, now: Date.now(), key: idempotencyKey(headers) });
      return { event, post };
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
type WebViewIdsValue = ReturnType<typeof WebViewIds.parse>;

/** An outcome as the waiting sender hears it. */
function told(inputId: string, { outcome, code, note, turn }: Outcome): Accepted {
  if (outcome === 'answered' || outcome === 'applied') return { inputId, status: outcome, note, turn };
  throw new Refused(code ?? 'input_failed', { inputId });
}
