import { ConversationLog } from '@backchannel/contracts';
import { On, OnAssigned, OnTick, type Partition, type Received } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { Instance } from './instance.ts';
import { rings } from './rings.ts';
import { typing } from './typing.ts';

/** Makes transcripts of the log, and shows them: here at once, elsewhere by ringing. */
@Controller()
export class LogController {
  constructor(private readonly chat: Instance) {}

  @On(ConversationLog)
  async onLog(records: readonly Received[], partition: Partition) {
    const { store, rooms, bell } = this.chat;
    const { growths, events } = await store.fold(records, partition);
    const goingOn = growths.filter(({ goesOn }) => goesOn).map(({ conversationId }) => conversationId);
    const busy = new Set([...typing(records), ...goingOn]);
    rooms.show(growths);
    rooms.type(busy);
    bell.ring(rings(growths, busy));
    return events;
  }

  @OnAssigned(ConversationLog)
  onAssigned(partition: Partition) {
    return this.chat.store.projection.assigned(partition);
  }

  @OnTick(ConversationLog)
  onTick(partition: Partition) {
    return this.chat.store.projection.tick(partition);
  }
}
