import { Refused } from '@backchannel/service';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Served, Widget } from './widget.ts';

// The page that shows the chat is of another origin.
const headers = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
  vary: 'Accept-Encoding',
} as const;

interface Asked {
  readonly 'accept-encoding'?: string;
  readonly 'if-none-match'?: string;
}

/** The chat itself: what pages load. */
@Controller()
export class WidgetController {
  private readonly widget = new Widget();

  @Get('widget.js')
  async loader(@Headers() asked: Asked, @Res() reply: FastifyReply) {
    return answer(reply, asked, await this.widget.loader(asked['accept-encoding'] ?? ''));
  }

  @Get('widget/:name')
  async app(@Param('name') name: string, @Headers() asked: Asked, @Res() reply: FastifyReply) {
    const file = await this.widget.app(name, asked['accept-encoding'] ?? '');
    if (!file) throw new Refused('not_found', { detail: `the widget has no ${name}` });
    return answer(reply, asked, file);
  }
}

function answer(reply: FastifyReply, { 'if-none-match': known = '' }: Asked, file: Served) {
  void reply.headers({ ...headers, ...file.headers });
  const isKnown = known.split(',').some((one) => one.trim() === file.headers['etag']);
  return isKnown ? reply.code(304).send() : reply.send(file.body);
}
