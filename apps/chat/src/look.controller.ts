import type { BotLook } from '@backchannel/contracts';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Instance } from './instance.ts';

/** What a page needs to know of a bot before it shows its chat. */
@Controller('v1/bots')
export class LookController {
  constructor(private readonly chat: Instance) {}

  @Get(':botId/look')
  look(
    @Param('botId') wanted: string,
    @Headers('origin') origin: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): BotLook {
    // Of another origin the answer is another one, refusals included.
    void reply.header('vary', 'Origin');
    const { botId, enabled, look = {} } = this.chat.door.admit(wanted, origin);
    void reply.header('cache-control', 'public, max-age=10');
    return { botId, enabled, look };
  }
}
