import { hooksPath, webViewPath } from '@backchannel/contracts';
import { AddressRates, allowAnyOrigin, BotSettingsReader, Opened } from '@backchannel/service';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Addresses } from './addresses.ts';
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
      useFactory: (opened: Opened) => {
        const bots = new BotSettingsReader(opened);
        opened.health.add(() => bots.waitsFor());
        return bots;
      },
    },
    {
      provide: Addresses,
      inject: [BotSettingsReader],
      useFactory: (bots: BotSettingsReader) => new Addresses(bots),
    },
    Door,
    { provide: Outcomes, inject: [Opened], useFactory: (opened: Opened) => new Outcomes(opened) },
  ],
})
export class IngestModule implements OnModuleInit {
  constructor(
    private readonly opened: Opened,
    private readonly addresses: Addresses,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit() {
    const isDoor = (path: string) => path === webViewPath || path.startsWith(`${hooksPath}/`);
    const server = this.http.httpAdapter.getInstance<FastifyInstance>();
    // First: pages may read refusals, too.
    allowAnyOrigin(server, {
      isDoor,
      methods: 'POST',
      allows: 'Authorization, Content-Type, Idempotency-Key, Prefer',
      exposes: 'Preference-Applied, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset',
    });
    new AddressRates(this.opened).guard(server, isDoor);
    this.opened.room.guard(server, isDoor);
    this.addresses.guard(server, isDoor);
  }
}
