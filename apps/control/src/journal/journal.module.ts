import { allowAnyOrigin, Opened } from '@backchannel/service';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Store } from '../store/store.ts';
import { JournalController } from './journal.controller.ts';
import { ReceiptsController } from './receipts.controller.ts';
import { Retention } from './retention.ts';

@Module({
  controllers: [JournalController, ReceiptsController],
  providers: [
    {
      provide: Retention,
      inject: [Store, Opened],
      useFactory: (store: Store, opened: Opened) => new Retention(store, opened),
    },
  ],
})
export class JournalModule implements OnModuleInit {
  constructor(private readonly http: HttpAdapterHost) {}

  onModuleInit() {
    // The page that posted may ask what became of it.
    allowAnyOrigin(this.http.httpAdapter.getInstance<FastifyInstance>(), {
      isDoor: (path) => path.startsWith('/v1/inputs/'),
      methods: 'GET',
      allows: 'Authorization',
      exposes: 'Retry-After',
    });
  }
}
