import { type Accepted, type BotSettings, HookPost, hooksPath } from '@backchannel/contracts';
import { tokenFits } from '@backchannel/contracts/credentials';
import { BotSettingsReader, parseBody, Refused } from '@backchannel/service';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Door } from './door.ts';
import { idempotencyKey } from './headers.ts';
import { hookInputOf } from './hook-post.ts';
import { HookSchemas } from './hook-schemas.ts';
import { bearerOf } from './links.ts';

type Request = FastifyRequest<{ Params: { hookId: string; endpoint: string } }>;

/** The bots' webhooks. */
@Controller()
export class HookController {
  private readonly schemas = new HookSchemas();

  constructor(
    private readonly bots: BotSettingsReader,
    private readonly door: Door,
  ) {}

  /**
   * Takes `{ sessionId, botId, … }`, or `{ session_id, chatbot_id, … }`, with `Authorization: Bearer <token>`: everything
   * beside the ids is the data. 202 `{ inputId, status: "accepted" }` once the log has it; with `Prefer: wait=n` (seconds)
   * the outcome, 200. Refusals are problems: 422 ids missing, 401 token, 404 bot, 403 another bot's hook, 404 endpoint,
   * 422 what the endpoint's schema refuses, 429, 503; with `Prefer: wait` also what session rejects (Webhook, Example Curl).
   */
  @Post(`${hooksPath}/:hookId/:endpoint`)
  @HttpCode(202)
  async post(@Req() request: Request, @Res({ passthrough: true }) reply: FastifyReply): Promise<Accepted> {
    const { params, body, headers } = request;
    const now = Date.now();
    const post = parseBody(HookPost, body);
    const settings = this.admit(params.hookId, headers.authorization, now);
    const { conversationId } = post;
    const sender = { conversationId, botId: settings.botId, door: 'hook', endpoint: params.endpoint } as const;
    const event = this.door.check(sender, () => {
      this.door.addresses.require(settings, request.ip);
      this.requireBot(post, settings);
      const endpoint = endpointOf(settings, params.endpoint);
      const key = idempotencyKey(headers);
      this.schemas.check(endpoint, post.data);
      const input = hookInputOf(post, { settings, name: params.endpoint, endpoint, now, key });
      this.door.allow(settings, reply);
      return input;
    });
    return this.door.say(event, headers, reply);
  }

  /** The settings of the hook's bot, for who has one of its tokens. */
  private admit(hookId: string, authorization: string | undefined, now: number): BotSettings {
    const token = bearerOf(authorization);
    if (token !== undefined) {
      this.bots.requireCurrent();
      const settings = this.bots.ofHook(hookId);
      if (settings?.hook && tokenFits(token, settings.hook.tokens, now)) return settings;
    }
    throw new Refused('unauthorized', { detail: 'Authorization must be: Bearer, and a token of this webhook' });
  }

  private requireBot({ botId, botField }: HookPost, settings: BotSettings): void {
    const pointer = `/${botField}`;
    if (!this.bots.get(botId))
      throw new Refused('bot_unknown', { pointer, detail: `there is no bot ${JSON.stringify(botId)}` });
    if (botId !== settings.botId)
      throw new Refused('forbidden', {
        pointer,
        detail: `this webhook is not that of the bot ${JSON.stringify(botId)}`,
      });
    if (!settings.enabled) throw new Refused('bot_disabled', { pointer });
  }
}

function endpointOf({ hook }: BotSettings, name: string) {
  const endpoint = hook && Object.hasOwn(hook.endpoints, name) ? hook.endpoints[name] : undefined;
  if (!endpoint) throw new Refused('not_found', { detail: `this webhook has no endpoint ${JSON.stringify(name)}` });
  return endpoint;
}
