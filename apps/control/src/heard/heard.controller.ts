import {
  ConversationLog,
  defineTopic,
  type Event,
  parkedName,
  RecordParked,
  Tracking,
  Turns,
} from '@backchannel/contracts';
import { On, OnAssigned, type Partition, type Received, UNHURRIED_MS } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { LogReader } from './log-reader.ts';

const parkedOf = (topic: typeof ConversationLog | typeof Turns) =>
  defineTopic({ ...topic, name: parkedName(topic), events: [RecordParked] });
const ParkedInputs = parkedOf(ConversationLog);
const ParkedTurns = parkedOf(Turns);

/** A transaction for every few records would cost more than what is in it; who looks at a journal can wait so long. */
const unhurried = { gapMs: UNHURRIED_MS };

/** Everything that control hears, for its read models. */
@Controller()
export class HeardController {
  constructor(private readonly reader: LogReader) {}

  @OnAssigned(ConversationLog)
  logAssigned(partition: Partition): Promise<number> {
    return this.reader.assigned(partition);
  }

  @On(ConversationLog, unhurried)
  onLog(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.hear(records, partition);
  }

  @OnAssigned(Turns)
  turnsAssigned(partition: Partition): Promise<number> {
    return this.reader.assigned(partition);
  }

  @On(Turns, unhurried)
  onTurns(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.hear(records, partition);
  }

  @OnAssigned(Tracking)
  trackingAssigned(partition: Partition): Promise<number> {
    return this.reader.assigned(partition);
  }

  @On(Tracking, unhurried)
  onTracking(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.hear(records, partition);
  }

  @OnAssigned(ParkedInputs)
  parkedInputsAssigned(partition: Partition): Promise<number> {
    return this.reader.assigned(partition);
  }

  @On(ParkedInputs)
  onParkedInputs(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.hear(records, partition);
  }

  @OnAssigned(ParkedTurns)
  parkedTurnsAssigned(partition: Partition): Promise<number> {
    return this.reader.assigned(partition);
  }

  @On(ParkedTurns)
  onParkedTurns(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    return this.hear(records, partition);
  }

  private async hear(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    await this.reader.hear(records, partition);
    return [];
  }
}
