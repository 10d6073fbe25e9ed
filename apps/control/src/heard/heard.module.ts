import { Opened } from '@backchannel/service';
import { Module } from '@nestjs/common';
import { ConversationModel } from '../conversations/conversation.model.ts';
import { JournalModel } from '../journal/journal.model.ts';
import { ParkedModel } from '../parked/parked.model.ts';
import { Store } from '../store/store.ts';
import { delays } from './delays.ts';
import { HeardController } from './heard.controller.ts';
import { LogReader } from './log-reader.ts';

@Module({
  controllers: [HeardController],
  providers: [
    {
      provide: LogReader,
      inject: [Store, Opened],
      useFactory: (store: Store, { meter }: Opened) =>
        new LogReader(store, [new JournalModel(), new ConversationModel(), new ParkedModel()], delays(meter)),
    },
  ],
})
export class HeardModule {}
