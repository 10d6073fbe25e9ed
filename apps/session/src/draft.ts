import { type Event, type InputReceived, InputTracked, type Outcome } from '@backchannel/contracts';
import type { Change, Decision } from '@backchannel/projection';
import { remembered } from './known.ts';
import type { State } from './state.ts';

/** When, and within which trace, the record came that is being folded. */
export interface Moment {
  readonly time: number;
  readonly traceparent?: string | undefined;
}

/** A decision in the making. */
export class Draft {
  state: State;
  readonly moment: Moment;
  retell = false;
  readonly events: Event[] = [];
  readonly changes: Change[] = [];

  constructor(state: State, moment: Moment) {
    this.state = state;
    this.moment = moment;
  }

  become(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
  }

  /** The one outcome of an input: kept with its key, and told. */
  settle(input: InputReceived, outcome: Outcome): void {
    this.changes.push(remembered(input, outcome));
    this.events.push(tracked(input, outcome, this.moment));
  }

  done(): Decision<State> {
    const { state, events, changes, retell } = this;
    return { state, events, changes, retell };
  }
}

export function tracked(input: Pick<InputReceived, 'inputId' | 'conversationId'>, outcome: Outcome, moment: Moment) {
  const { inputId, conversationId } = input;
  return InputTracked.of({ stage: 'outcome', inputId, conversationId, ...outcome }, moment);
}
