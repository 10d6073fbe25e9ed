import { Opened } from '@backchannel/service';
import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AwayInterceptor } from './away.ts';
import { Store } from './store.ts';

/** Control's tables, for every part of it. */
@Global()
@Module({
  providers: [
    { provide: Store, inject: [Opened], useFactory: (opened: Opened) => Store.open(opened) },
    { provide: APP_INTERCEPTOR, useClass: AwayInterceptor },
  ],
  exports: [Store],
})
export class StoreModule {}
