import type { Event } from '@backchannel/contracts';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Broker, Consumer, Stop, Watch } from './broker.ts';
import type { Heard, Moment } from './on.ts';

/** Brings a broker's records to the controllers of one Nest application, which is one group. Closing the broker is its owner's. */
export class BrokerTransport extends Server implements CustomTransportStrategy {
  readonly #broker: Broker;
  readonly #group: string;
  readonly #watch: (topic: string) => Watch | undefined;
  readonly #stops: Stop[] = [];

  constructor(broker: Broker, group: string, watch: (topic: string) => Watch | undefined = () => undefined) {
    super();
    this.#broker = broker;
    this.#group = group;
    this.#watch = watch;
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      const heard = [...this.messageHandlers].map(([pattern, handler]) => {
        // Nest chains a second handler behind the first: if it failed, the first would run again with it.
        if (handler.next) throw new Error(`two handlers for "${pattern}" in one application`);
        return { ...(handler.extras as unknown as Heard), handler };
      });
      for (const topic of new Set(heard.map((one) => one.topic))) {
        const of = (moment: Moment) => heard.find((one) => one.topic === topic && one.moment === moment)?.handler;
        const watch = this.#watch(topic.name);
        const gapMs = heard.find((one) => one.topic === topic && one.gapMs !== undefined)?.gapMs;
        this.#stops.push(
          this.#broker.consume({
            ...consumerOf({ group: this.#group, topic }, of),
            ...(gapMs !== undefined && { gapMs }),
            ...(watch && { watch }),
          }),
        );
      }
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }

  on(): never {
    throw new Error('a broker has no events of its own');
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's own signature
  unwrap<T>(): T {
    return this.#broker as T;
  }
}

type Of = (moment: Moment) => MessageHandler | undefined;

function consumerOf({ group, topic }: Pick<Consumer, 'group' | 'topic'>, of: Of): Consumer {
  const [batch, record, assigned, tick] = [of('batch'), of('record'), of('assigned'), of('tick')];
  if (batch && record) throw new Error(`${topic.name} is heard both as batches and as records`);
  const said = call<readonly Event[]>;
  const reader: Consumer['reader'] | undefined = batch
    ? { kind: 'batch', handle: (records, partition) => said(batch, records, partition) }
    : record && { kind: 'record', handle: (received) => said(record, received) };
  if (!reader) throw new Error(`nobody handles ${topic.name}`);
  return {
    group,
    topic,
    reader,
    ...(assigned && { assigned: (partition) => call<number>(assigned, partition) }),
    ...(tick && { tick: (partition) => said(tick, partition) }),
  };
}

/** The base class's way to call a handler swallows its errors. This one lets them through, and takes a value or a stream. */
async function call<Result>(handler: MessageHandler, data: unknown, context?: unknown): Promise<Result> {
  const result: unknown = await handler(data, context);
  return (isObservable(result) ? await lastValueFrom(result) : result) as Result;
}
