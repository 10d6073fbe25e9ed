import { hooksPath, webViewPath } from '@backchannel/contracts';
import { BotSettingsReader, Opened } from '@backchannel/service';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { allowAnyOrigin } from './cors.ts';
import { Door } from './door.ts';
import { HookController } from './hook.controller.ts';
import { Outcomes } from './outcomes.ts';
import { WebViewController } from './webview.controller.ts';

@Module({
  controllers: [WebViewController, HookController],
  providers: [
    {
      provide: BotSettingsReader,
      inject: [Opened],
      useFactory: (opened: Opened) => new BotSettingsReader(opened),
    },
    Door,
    { provide: Outcomes, inject: [Opened], useFactory: (opened: Opened) => new Outcomes(opened) },
  ],
})
export class IngestModule implements OnModuleInit {
  constructor(
    private readonly opened: Opened,
    private readonly bots: BotSettingsReader,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit() {
    const isDoor = (path: string) => path === webViewPath || path.startsWith(`${hooksPath}/`);
    allowAnyOrigin(this.http.httpAdapter.getInstance<FastifyInstance>(), isDoor);
    this.opened.health.add(() => this.bots.waitsFor());
  }
}
