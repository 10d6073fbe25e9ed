import {
  ConversationLog,
  defaultTexts,
  type Event,
  InputReceived,
  InputTracked,
  RecordParked,
  TurnAnswered,
  TurnOpened,
} from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import { type Partition, parked, type Received } from '@backchannel/messaging';
import { createProjection, type Deadline, type Projection, type Rules, type Slots } from '@backchannel/projection';
import { type Adds, countParked, type Opened, watchProjection } from '@backchannel/service';
import { counted } from './counted.ts';
import { sessionRules } from './session.ts';
import type { State } from './state.ts';
import { failedAnswer } from './turn.ts';
import { Unanswered } from './unanswered.ts';

/** What session has made of the log, and what the passing of time makes of that. */
export class SessionStore {
  readonly #slots: Slots;
  readonly #projection: Projection;
  readonly #unanswered = new Map<number, Unanswered>();
  readonly #now: () => number;
  readonly #parked: Adds;

  constructor(
    opened: Pick<Opened, 'name' | 'broker' | 'health' | 'meter'> & { slots(): Slots },
    now: () => number = Date.now,
  ) {
    this.#now = now;
    this.#parked = countParked(opened.meter)(ConversationLog.name);
    this.#slots = opened.slots();
    this.#projection = createProjection({
      slots: this.#slots,
      rules: counted(parking(sessionRules, opened.name), opened.meter),
      watch: watchProjection(opened.meter),
      say: (events) => opened.broker.publish(this.#asSaid(events)),
      overdue: (deadlines, partition) => this.#overdue(deadlines, partition),
      now,
    });
    opened.health.add(() => this.#projection.waitsFor());
  }

  assigned(partition: Partition): Promise<number> {
    this.#unanswered.set(partition.number, new Unanswered());
    return this.#projection.assigned(partition);
  }

  async fold(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    const events = await this.#projection.fold(records, partition);
    const unanswered = this.#of(partition);
    for (const { envelope } of records) {
      const { type, conversation, turn, final } = envelope;
      if (type === TurnAnswered.type && final && conversation && turn) unanswered.answered(conversation, turn);
    }
    for (const { type, conversation, turn } of events) {
      if (type === TurnOpened.type && conversation && turn) unanswered.told(conversation, turn, this.#now());
    }
    return this.#asSaid(events);
  }

  async tick(partition: Partition): Promise<readonly Event[]> {
    const events = await this.#projection.tick(partition);
    const late = this.#of(partition).late(this.#now());
    const failed = await Promise.all(late.map(({ conversation, turn }) => this.#fail(partition, conversation, turn)));
    return [...this.#asSaid(events), ...failed.filter((event) => event !== null)];
  }

  /** What time ran out for. A turn without an answer has its own clock from here on. */
  #overdue(deadlines: readonly Deadline[], partition: Partition): readonly Event[] {
    const now = this.#now();
    return deadlines.flatMap(({ key, name, id, at }) => {
      if (name !== 'turn') return [elapsed({ key, name, id, at }, now)];
      this.#of(partition).told(key, Number(id), now);
      return [];
    });
  }

  async #fail(partition: Partition, conversation: string, turn: number) {
    const stored = await this.#slots.state(partition.number, conversation);
    const state = sessionRules.parse(stored);
    return state?.open && state.turn + 1 === turn ? failedAnswer(state, defaultTexts.error, this.#now()) : null;
  }

  /**
   * With when session says it, which the journal measures by. Decisions know no clock, and their events have the times of the
   * records that they come from; a record that nobody can read may have none.
   */
  #asSaid(events: readonly Event[]): readonly Event[] {
    const saidAt = this.#now();
    return events.map((event) => {
      if (event.type === RecordParked.type) {
        this.#parked.add();
        return { ...event, time: saidAt };
      }
      const isMeasured = event.type === TurnOpened.type || event.type === InputTracked.type;
      return isMeasured ? { ...event, data: { ...(event.data as object), saidAt } } : event;
    });
  }

  #of(partition: Partition): Unanswered {
    const unanswered = this.#unanswered.get(partition.number) ?? new Unanswered();
    this.#unanswered.set(partition.number, unanswered);
    return unanswered;
  }
}

/** A wait that stands again later has another time, and is another input. */
function elapsed({ key: conversationId, name, id, at }: Deadline, now: number) {
  const inputId = derivedId('session', conversationId, name, id, String(at));
  return InputReceived({ kind: 'elapsed', inputId, conversationId, at: now, deadline: { name, id } }, { time: now });
}

/** What can't be read or folded is kept aside with the reason, and blocks nobody. */
function parking(rules: Rules<State | null>, group: string): Rules<State | null> {
  return {
    ...rules,
    // Under the key that it came with, which changes nothing of whose that is.
    needs: (record) =>
      isNobodys(record) && record.problem !== undefined ? { key: record.envelope.key } : rules.needs(record),
    decide: (view, record) => {
      if (record.problem === undefined) return rules.decide(view, record);
      const decision = isNobodys(record) ? { state: view.state } : rules.decide(view, record);
      return withParked(decision, record, record.problem);
    },
    unfoldable: (view, record, error) => {
      if (!rules.unfoldable) throw error;
      return withParked(rules.unfoldable(view, record, error), record, String(error));
    },
  };

  function withParked(decision: ReturnType<typeof rules.decide>, record: Received, reason: string) {
    const { events = [] } = decision;
    return { ...decision, events: [...events, parked(record, { group, reason, time: record.envelope.time })] };
  }
}

/** Of no conversation, as far as it tells. */
const isNobodys = ({ envelope }: Received) => envelope.conversation === undefined;
