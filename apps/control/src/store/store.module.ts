import { Opened } from '@backchannel/service';
import { Global, Module } from '@nestjs/common';
import { Store } from './store.ts';

/** Control's tables, for every part of it. */
@Global()
@Module({
  providers: [{ provide: Store, inject: [Opened], useFactory: (opened: Opened) => Store.open(opened) }],
  exports: [Store],
})
export class StoreModule {}
