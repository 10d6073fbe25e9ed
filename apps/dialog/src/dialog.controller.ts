import { type Event, TurnAnswered, type TurnOpened, Turns } from '@backchannel/contracts';
import { OnEach, type Received, Unprocessable } from '@backchannel/messaging';
import { Controller } from '@nestjs/common';
import { answer } from './interpreter.ts';
import { salvage } from './salvage.ts';
import { Versions } from './versions.ts';

/** Answers for the bot. */
@Controller()
export class DialogController {
  constructor(private readonly versions: Versions) {}

  @OnEach(Turns)
  async onTurn(record: Received): Promise<readonly Event[]> {
    const answered = record.event ? await this.answer(record.event.data as TurnOpened) : salvage(record);
    if (!answered) throw new Unprocessable(record.problem ?? 'the turn can not be read');
    return [TurnAnswered(answered, { time: Date.now(), traceparent: record.envelope.traceparent })];
  }

  private async answer(turn: TurnOpened): Promise<TurnAnswered> {
    const { conversation, session } = turn;
    return answer(await this.versions.of(conversation.botId, session.version), turn);
  }
}
