import { type Event, TurnAnswered, type TurnOpened, Turns } from '@backchannel/contracts';
import { OnEach, type Received, Unprocessable } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { Desk } from './desk.ts';
import { salvage } from './salvage.ts';

/** Answers for the bot. */
@Controller()
export class DialogController {
  constructor(private readonly desk: Desk) {}

  @OnEach(Turns)
  async onTurn(record: Received): Promise<readonly Event[]> {
    const { traceparent } = record.envelope;
    const answered = record.event
      ? await this.desk.answer(record.event.data as TurnOpened, traceparent)
      : salvage(record);
    if (!answered) throw new Unprocessable(record.problem ?? 'the turn can not be read');
    return [TurnAnswered.of(answered, { time: Date.now(), traceparent })];
  }
}
