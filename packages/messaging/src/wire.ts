import { Buffer } from 'node:buffer';
import type { Envelope, Event, EventType, Topic } from '@backchannel/contracts';
import type { Raw, Received } from './broker.ts';

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

const optional = ['traceparent', 'conversation', 'turn', 'final'] as const;
const required = ['id', 'type', 'version', 'key', 'time'] as const;

/** An event as a record: the envelope in headers, the data as JSON; a tombstone has none. */
export function write(event: Event): Raw {
  const headers: Record<string, string> = {};
  for (const name of required) headers[name] = String(event[name]);
  for (const name of optional) if (event[name] !== undefined) headers[name] = String(event[name]);
  return { key: event.key, headers, value: valueOf(event) };
}

const valueOf = ({ data }: Event): Buffer => (data === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(data)));

/** Whether the record says that there is nothing of its key any more. */
export const isTombstone = ({ value }: Raw): boolean => value.length === 0;

/**
 * Never throws: what can't be read comes out as such, with as much of its envelope as there is. The data is parsed at the
 * first look, and so is the envelope: who goes by the envelope, or by nothing at all, pays for nothing else.
 */
export function read(topic: Topic, { partition, offset }: Place, raw: Raw): Received {
  let envelope: Envelope | undefined;
  let content: Content | undefined;
  const around = () => (envelope ??= envelopeOf(topic, raw));
  const look = () => (content ??= contentOf(topic, around(), raw));
  const record = {
    partition,
    offset,
    raw,
    get envelope() {
      return around();
    },
    get event() {
      return look().event;
    },
    get problem() {
      return look().problem;
    },
  };
  return record as Received;
}

type Content = { event: Event; problem?: undefined } | { event?: undefined; problem: string };

function contentOf(topic: Topic, envelope: Envelope, raw: Raw): Content {
  const unreadable = (problem: string): Content => ({ problem });
  const missing = required.filter((name) => name !== 'key' && !headerOf(raw, name));
  if (missing.length > 0) return unreadable(`without header ${missing.join(', ')}`);
  if (!Number.isFinite(envelope.time)) return unreadable('header time is not a number');
  if (!Number.isInteger(envelope.version)) return unreadable('header version is not a number');

  const type = typeOf(topic, envelope);
  if (!type) return unreadable(`of a type that ${topic.name} does not know: ${envelope.type}`);
  const newer = newerThanKnown(topic, raw);
  if (newer) return unreadable(newer);

  if (isTombstone(raw)) return unreadable('a tombstone: of its key there is nothing any more');
  const parsed = parse(type, raw.value);
  if ('problem' in parsed) return unreadable(parsed.problem);
  return { event: { ...envelope, data: parsed.data } };
}

/** Why this reader must wait for its own upgrade before it reads the fact. Looks at two headers only. */
export function newerThanKnown(topic: Topic, raw: Raw): string | undefined {
  const type = headerOf(raw, 'type');
  const version = Number(headerOf(raw, 'version') ?? 0);
  const known = topic.events.find((candidate) => candidate.type === type)?.version;
  return known !== undefined && version > known
    ? `${type} of version ${version}, newer than the known ${known}`
    : undefined;
}

const headerOf = (raw: Raw, name: string) => (raw.header ? raw.header(name) : raw.headers[name]);

function typeOf(topic: Topic, { type }: Envelope): EventType | undefined {
  return topic.events.find((candidate) => candidate.type === type);
}

function envelopeOf({ name }: Topic, raw: Raw): Envelope {
  const turn = headerOf(raw, 'turn');
  const final = headerOf(raw, 'final');
  return {
    topic: name,
    type: headerOf(raw, 'type') ?? '',
    version: Number(headerOf(raw, 'version') ?? 0),
    id: headerOf(raw, 'id') ?? '',
    key: headerOf(raw, 'key') ?? raw.key,
    time: Number(headerOf(raw, 'time') ?? 0),
    traceparent: headerOf(raw, 'traceparent'),
    conversation: headerOf(raw, 'conversation'),
    turn: turn === undefined ? undefined : Number(turn),
    final: final === undefined ? undefined : final === 'true',
  };
}

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
