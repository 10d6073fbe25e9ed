import {
  type ConversationOpened,
  limits,
  OpenConversation,
  Say,
  type TokenRenewed,
  type Transcript,
} from '@backchannel/contracts';
import { parseBody, Refused } from '@backchannel/service';
import { Body, Controller, Get, Headers, HttpCode, Ip, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { prolonged } from './door.ts';
import type { Claims } from './inputs.ts';
import { Instance } from './instance.ts';

const Page = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(limits.transcriptPage).default(limits.transcriptPage),
});

interface Caller {
  readonly authorization?: string;
  readonly origin?: string;
}

/** Conversations over HTTP. */
@Controller('v1/conversations')
export class ChatController {
  constructor(private readonly chat: Instance) {}

  /** A person comes to a bot: the ids, the token that is this conversation's key, the address of its socket. */
  @Post()
  async open(@Body() body: unknown, @Headers() caller: Caller, @Ip() ip: string): Promise<ConversationOpened> {
    const wanted = parseBody(OpenConversation, body);
    this.chat.door.admit(wanted.botId, caller.origin);
    this.chat.addresses.charge(ip, limits.newConversationCost);
    const claims = await this.chat.door.open(wanted, Date.now());
    const { conversation: conversationId, user: userId, bot: botId } = claims;
    return { conversationId, userId, botId, ...(await this.renewed(claims)), socket: this.chat.socketUrl };
  }

  /** What the person says, taps, or what their page returned. 202 when the log has it. */
  @Post(':id/messages')
  @HttpCode(202)
  async say(@Param('id') id: string, @Headers() caller: Caller, @Body() body: unknown): Promise<{ inputId: string }> {
    const claims = await this.enter(id, caller);
    const input = this.chat.door.hear(claims, parseBody(Say, body), Date.now());
    await this.chat.door.say(input);
    return { inputId: input.inputId };
  }

  @Get(':id/messages')
  async transcript(@Param('id') id: string, @Headers() caller: Caller, @Query() query: unknown): Promise<Transcript> {
    const claims = await this.ask(id, caller);
    const { after, limit } = parseBody(Page, query);
    const { epoch, messages } = await this.chat.store.messages(claims.conversation, { after, limit });
    return { epoch, messages: [...messages], next: messages.at(-1)?.seq ?? after };
  }

  /** A fresh token for one that still is good. */
  @Post(':id/token')
  async renew(@Param('id') id: string, @Headers() caller: Caller): Promise<TokenRenewed> {
    const claims = await this.ask(id, caller);
    return await this.renewed(prolonged(claims, Date.now()));
  }

  @Post(':id/close')
  @HttpCode(202)
  async close(@Param('id') id: string, @Headers() caller: Caller): Promise<{ inputId: string }> {
    return { inputId: await this.chat.door.close(await this.ask(id, caller), Date.now()) };
  }

  private async ask(id: string, caller: Caller): Promise<Claims> {
    const claims = await this.enter(id, caller);
    this.chat.door.ask(claims);
    return claims;
  }

  private async enter(id: string, { authorization = '', origin }: Caller): Promise<Claims> {
    const [, token] = /^Bearer ([^ ]+)$/i.exec(authorization) ?? [];
    if (!token)
      throw new Refused('unauthorized', { detail: 'Authorization must be: Bearer, and the token of the conversation' });
    const claims = await this.chat.tokens.verify(token);
    // Whether there is such a conversation is nobody's business who has no token for it.
    if (claims.conversation !== id)
      throw new Refused('unauthorized', { detail: 'the token is for another conversation' });
    this.chat.door.admit(claims.bot, origin);
    return claims;
  }

  private async renewed(claims: Claims): Promise<TokenRenewed> {
    return { token: await this.chat.tokens.sign(claims), expiresAt: new Date(claims.exp * 1000).toISOString() };
  }
}
