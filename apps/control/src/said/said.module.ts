import { BotSettingsTopic, BotVersionTopic } from '@backchannel/contracts';
import { Opened } from '@backchannel/service';
import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Store } from '../store/store.ts';
import { Healer } from './healer.ts';
import { Relay } from './relay.ts';
import { Told } from './told.ts';
import { WakeAfter } from './wake-after.ts';

/** What control says of bots, and what it hears of what was said. */
@Global()
@Module({
  providers: [
    { provide: Told, inject: [Opened], useFactory: follow },
    {
      provide: Relay,
      inject: [Store, Opened, Told],
      useFactory: (store: Store, opened: Opened, told: Told) =>
        new Relay(store, opened, new Healer(store, told, opened)),
    },
    { provide: APP_INTERCEPTOR, useClass: WakeAfter },
  ],
  exports: [Told, Relay],
})
export class SaidModule {}

function follow(opened: Opened): Told {
  const told = new Told();
  const topics = [BotSettingsTopic, BotVersionTopic];
  opened.health.add(() => (told.complete ? [] : ['what was said of the bots has not been read yet']));
  opened.follow({ topics, from: 'start', hear: (record) => told.hear(record) }, () => told.caughtUp());
  return told;
}
