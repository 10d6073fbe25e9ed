import { ConversationLog, type Event } from '@backchannel/contracts';
import { On, OnAssigned, OnTick, type Partition, type Received } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { SessionStore } from './session.store.ts';

/** Decides whose turn it is. The only service that writes a session. */
@Controller()
export class SessionController {
  constructor(private readonly sessions: SessionStore) {}

  @OnAssigned(ConversationLog)
  onAssigned(partition: Partition): Promise<number> {
    return this.sessions.assigned(partition);
  }

  @On(ConversationLog)
  onLog(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.sessions.fold(records, partition);
  }

  @OnTick(ConversationLog)
  onTick(partition: Partition): Promise<readonly Event[]> {
    return this.sessions.tick(partition);
  }
}
