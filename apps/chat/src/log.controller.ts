import { ConversationLog } from '@backchannel/contracts';
import { On, OnAssigned, OnTick, type Partition, type Received } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { Instance } from './instance.ts';
import { rings } from './rings.ts';

/** Makes transcripts of the log, and shows them: here at once, elsewhere by ringing. */
@Controller()
export class LogController {
  constructor(private readonly chat: Instance) {}

  @On(ConversationLog)
  async onLog(records: readonly Received[], partition: Partition) {
    const { store, rooms, bell, thinking } = this.chat;
    const { growths, events } = await store.fold(records, partition);
    const goingOn = growths.filter(({ goesOn }) => goesOn).map(({ conversationId }) => conversationId);
    rooms.show(growths);
    thinking.hear(records, goingOn);
    bell.ring(rings(growths));
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
