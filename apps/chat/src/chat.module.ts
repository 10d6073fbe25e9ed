import { allowAnyOrigin, Opened } from '@backchannel/service';
import { Module, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ChatController } from './chat.controller.ts';
import { Instance } from './instance.ts';
import { LogController } from './log.controller.ts';
import { LookController } from './look.controller.ts';
import { WidgetController } from './widget.controller.ts';

/** And nothing else of the service. */
const isDoor = (path: string) => /^\/v1\/(?:conversations|bots)(?:\/|$)/.test(path);

@Module({
  controllers: [ChatController, LookController, WidgetController, LogController],
  providers: [{ provide: Instance, inject: [Opened], useFactory: (opened: Opened) => new Instance(opened) }],
})
export class ChatModule implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly instance: Instance,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit() {
    const server = this.http.httpAdapter.getInstance<FastifyInstance>();
    // First: pages may read refusals, too. Which bot lets which origin in is decided where the bot is known, and a preflight
    // knows none.
    allowAnyOrigin(server, {
      isDoor,
      methods: 'GET, POST',
      allows: 'Authorization, Content-Type',
      exposes: 'Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset',
    });
    this.instance.addresses.guard(server, isDoor);
    this.instance.serve(this.http.httpAdapter.getHttpServer());
  }

  async onModuleDestroy() {
    await this.instance.stop();
  }

  async onApplicationShutdown() {
    await this.instance.bell.close();
  }
}
