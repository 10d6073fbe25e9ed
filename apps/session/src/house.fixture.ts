import {
  ConversationLog,
  type Event,
  InputReceived,
  InputTracked,
  parkedName,
  RecordParked,
  TurnAnswered,
  TurnOpened,
  topics,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { SqliteBroker } from '@backchannel/messaging';
import { sqliteSlots } from '@backchannel/projection';
import { Opened, readEnvironment, serve } from '@backchannel/service';
import { onTestFinished } from 'vitest';
import { session } from './index.ts';
import { stamp } from './session.fixture.ts';

/** A broker of one partition, who speaks to session, and what session says. */
export async function house() {
  const broker = new SqliteBroker({ path: ':memory:', partitions: 1 });
  onTestFinished(() => broker.close());
  const said: Event[] = [];
  const parked = { ...ConversationLog, name: parkedName(ConversationLog), events: [RecordParked] };
  await broker.follow({ topics: [...topics, parked], from: 'start', hear: ({ event }) => event && said.push(event) });

  const conversationId = newId();
  const base = { conversationId, botId: 'shop', bot: stamp };
  const input = (what: object, time = Date.now()) =>
    InputReceived({ ...base, inputId: newId(), at: time, ...what } as never, { time });
  const eventsOf = (type: { type: string }) => said.filter((event) => event.type === type.type);
  const dataOf = <Data>(type: { type: string }) => eventsOf(type).map(({ data }) => data as Data);
  return {
    broker,
    say: (...events: Event[]) => broker.publish(events),
    open: () => input({ kind: 'opened', userId: 'ada', attributes: {} }),
    post: (more: object) => input({ kind: 'posted', variables: {}, ...more }),
    turns: () => dataOf<TurnOpened>(TurnOpened),
    answers: () => dataOf<TurnAnswered>(TurnAnswered),
    outcomes: () => dataOf<Extract<InputTracked, { stage: 'outcome' }>>(InputTracked),
    parked: () => dataOf<RecordParked>(RecordParked),
    parkedAt: () => eventsOf(RecordParked).map(({ time }) => time),
    answer: ({ turn, input: { inputId }, conversation, session }: TurnOpened) =>
      TurnAnswered(
        {
          turn,
          inputId,
          message: null,
          replies: [],
          final: true,
          failed: false,
          leaves: 'open',
          session,
          conversation,
        },
        { time: Date.now() },
      ),
  };
}

/** The service, until the end of the test, and what it counts. */
export async function serviceOn({ broker }: Awaited<ReturnType<typeof house>>) {
  const opened = new Opened('session', readEnvironment({ LOG_LEVEL: 'silent', METRICS_PORT: '1' }), broker);
  Object.assign(opened, { slots: () => sqliteSlots(':memory:') });
  const running = await serve(session, opened);
  onTestFinished(() => running.close());
  return {
    counted: async (name: string) => {
      const { values = [] } = (await opened.meter.registry.getSingleMetric(name)?.get()) ?? {};
      return values.map(({ value }) => value);
    },
  };
}
