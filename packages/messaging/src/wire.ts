import { Buffer } from 'node:buffer';
import type { Envelope, Event, EventType, Topic } from '@backchannel/contracts';
import type { Raw, Received } from './broker.ts';

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** The header with what is known of a fact without its data. One for all of it: to make and read each name apart costs more. */
const ENVELOPE = 'envelope';

/** What that header says, as far as it does. */
type Said = Partial<Omit<Envelope, 'topic' | 'key' | 'traceparent'>>;

/** An event as a record: the envelope in headers, the data as JSON; a tombstone has none. */
export function write(event: Event): Raw {
  const { id, type, version, time, conversation, turn, final, traceparent } = event;
  const said: Said = { id, type, version, time, conversation, turn, final };
  const envelope = JSON.stringify(said);
  return {
    key: event.key,
    headers: traceparent === undefined ? { envelope } : { envelope, traceparent },
    value: valueOf(event),
  };
}

const valueOf = ({ data }: Event): Buffer => (data === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(data)));

/** Whether the record says that there is nothing of its key any more. */
export const isTombstone = ({ value }: Raw): boolean => value.length === 0;

/**
 * Never throws: what can't be read comes out as such, with as much of its envelope as there is. The data is parsed at the
 * first look, and so is the envelope: who goes by the envelope, or by nothing at all, pays for nothing else.
 */
export function read(topic: Topic, place: Place, raw: Raw): Received {
  return new LookedAtLater(topic, place, raw) as Received;
}

class LookedAtLater {
  readonly partition: number;
  readonly offset: number;
  readonly raw: Raw;
  readonly #topic: Topic;
  #known: Known | undefined;
  #content: Content | undefined;

  constructor(topic: Topic, { partition, offset }: Place, raw: Raw) {
    this.partition = partition;
    this.offset = offset;
    this.raw = raw;
    this.#topic = topic;
  }

  get envelope(): Envelope {
    return this.#listen().envelope;
  }

  get event(): Event | undefined {
    return this.#look().event;
  }

  get problem(): string | undefined {
    return this.#look().problem;
  }

  #listen(): Known {
    return (this.#known ??= knownOf(this.#topic, this.raw));
  }

  #look(): Content {
    return (this.#content ??= contentOf(this.#topic, this.raw, this.#listen()));
  }
}

type Content = { event: Event; problem?: undefined } | { event?: undefined; problem: string };

/** What the headers say, as it is and with what it leaves open. */
interface Known {
  readonly said: Said;
  readonly envelope: Envelope;
}

function contentOf(topic: Topic, raw: Raw, { said, envelope }: Known): Content {
  const unreadable = (problem: string): Content => ({ problem });
  const missing = (['id', 'type', 'version', 'time'] as const).filter((name) => said[name] === undefined);
  if (missing.length > 0) return unreadable(`its header ${ENVELOPE} has no ${missing.join(', ')}`);

  const type = typeOf(topic, envelope);
  if (!type) return unreadable(`of a type that ${topic.name} does not know: ${envelope.type}`);
  const newer = newerThanKnown(topic, envelope);
  if (newer) return unreadable(newer);

  if (isTombstone(raw)) return unreadable('a tombstone: of its key there is nothing any more');
  const parsed = parse(type, raw.value);
  return 'problem' in parsed ? parsed : { event: { ...envelope, data: parsed.data } };
}

/** Why this reader must wait for its own upgrade before it reads the fact. */
export function newerThanKnown(
  topic: Topic,
  { type, version }: Pick<Envelope, 'type' | 'version'>,
): string | undefined {
  const known = typeOf(topic, { type })?.version;
  return known !== undefined && version > known
    ? `${type} of version ${version}, newer than the known ${known}`
    : undefined;
}

function typeOf(topic: Topic, { type }: Pick<Envelope, 'type'>): EventType | undefined {
  return topic.events.find((candidate) => candidate.type === type);
}

function knownOf({ name: topic }: Topic, { key, headers }: Raw): Known {
  const said = saidOf(headers);
  const { id = '', type = '', version = 0, time = 0, conversation, turn, final } = said;
  const { traceparent } = headers;
  return { said, envelope: { topic, type, version, id, key, time, traceparent, conversation, turn, final } };
}

/** What the headers of a record say of it. Never throws, and leaves out what is not as it should be. */
export function saidOf(headers: Raw['headers']): Said {
  const { id, type, version, time, conversation, turn, final } = objectIn(headers[ENVELOPE]);
  return {
    id: textIn(id),
    type: textIn(type),
    version: wholeIn(version),
    time: typeof time === 'number' ? time : undefined,
    conversation: textIn(conversation),
    turn: wholeIn(turn),
    final: typeof final === 'boolean' ? final : undefined,
  };
}

function objectIn(header = ''): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(header) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

const textIn = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const wholeIn = (value: unknown) => (typeof value === 'number' && Number.isInteger(value) ? value : undefined);

function parse(type: EventType, value: Buffer): { data: unknown } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(value.toString());
  } catch (error) {
    return { problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const { success, data, error } = type.schema.safeParse(json);
  if (success) return { data };
  const issues = error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`);
  return { problem: `not a ${type.type}: ${issues.join('; ')}` };
}
