import type { z } from 'zod';

/** What is known of a fact without reading it. Travels in headers, so that a fact that can't be read can still be named. */
export interface Envelope {
  readonly topic: string;
  readonly type: string;
  /** Of the type's schema. A reader that meets a newer one than it knows waits for its own upgrade. */
  readonly version: number;
  /** The same fact told twice has the same id. */
  readonly id: string;
  /** Facts that share a topic and a key arrive in the order they were said. */
  readonly key: string;
  /** When it happened, in milliseconds since 1970, by the clock of who says it. */
  readonly time: number;
  /** W3C Trace Context. */
  readonly traceparent?: string | undefined;
  readonly conversation?: string | undefined;
  readonly turn?: number | undefined;
  /** With `turn`: whether this ends it. */
  readonly final?: boolean | undefined;
}

/** A fact on its way from the service that knows it to the services that care. */
export interface Event<Data = unknown> extends Envelope {
  readonly data: Data;
}

/** When it is said, and within which trace. */
export type Saying = Pick<Envelope, 'time' | 'traceparent'>;

/** Makes the events of one type, and carries the schema that guards them. */
export interface EventType<Schema extends z.ZodType = z.ZodType> {
  (data: z.input<Schema>, saying: Saying): Event<z.output<Schema>>;
  /**
   * Without a look: for who has just made the data of parts that were parsed, so that the types hold it. Never for what comes
   * from outside, from the log or from a store as it is.
   */
  of(data: z.output<Schema>, saying: Saying): Event<z.output<Schema>>;
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly schema: Schema;
}

export type DataOf<Type extends EventType> = z.output<Type['schema']>;

interface Definition<Schema extends z.ZodType> {
  topic: string;
  type: string;
  version: number;
  schema: Schema;
  /** What its headers say of it; `id` and `key` always. */
  headers: (data: z.output<Schema>) => Pick<Envelope, 'id' | 'key' | 'conversation' | 'turn' | 'final'>;
}

export function defineEvent<Schema extends z.ZodType>(definition: Definition<Schema>): EventType<Schema> {
  const { topic, type, version, schema, headers } = definition;
  const of = (data: z.output<Schema>, { time, traceparent }: Saying): Event<z.output<Schema>> => {
    return { topic, type, version, time, traceparent, ...headers(data), data };
  };
  const create = (input: z.input<Schema>, saying: Saying) => of(schema.parse(input), saying);
  return Object.assign(create, { of, topic, type, version, schema });
}

/**
 * Takes a key out of a compacted topic: whoever reads from the start later hears nothing of it. Who follows the topic hears
 * a record that can't be read, and has no bytes.
 */
export function tombstone({ topic, type, version }: EventType, key: string, time: number): Event<undefined> {
  return { topic, type, version, id: `${key}:gone`, key, time, data: undefined };
}

/** Where events are said and heard: all that is said of one key is heard in one order. */
export interface Topic<Types extends readonly EventType[] = readonly EventType[]> {
  readonly name: string;
  readonly events: Types;
  /** Of every key only the newest is kept, for good. */
  readonly compacted: boolean;
  readonly retentionMs: number;
}

export function defineTopic<const Types extends readonly EventType[]>(topic: Topic<Types>): Topic<Types> {
  return topic;
}
