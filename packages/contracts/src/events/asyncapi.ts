import type { EventType, Topic } from '../event.ts';
import { limits } from '../limits.ts';
import { parkedName, RecordParked } from '../parked.ts';
import { type Schema, sidesOf } from './json-schemas.ts';
import { type Party, type Traffic, traffic } from './traffic.ts';

type Reference = { readonly $ref: string };

/** An AsyncAPI document, as far as these topics need one. */
export interface AsyncApi {
  readonly asyncapi: '3.0.0';
  readonly info: object;
  readonly defaultContentType: string;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: {
    readonly messages: Readonly<Record<string, object>>;
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}
interface Channel {
  readonly address: string;
  readonly description: string;
  readonly messages: Readonly<Record<string, Reference>>;
  readonly bindings: { readonly kafka: object };
}
interface Operation {
  readonly action: 'send' | 'receive';
  readonly title: string;
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly 'x-service': Party;
}

const about = `What the services of Backchannel say to each other through Kafka. A record is at least once to every group, in \
order per key. Its envelope is in headers, its data is JSON. A reader ignores names that it does not know, and takes a fact \
that is told twice, which has the same \`id\`, for one. A reader that meets a newer \`version\` than it knows waits for its own \
upgrade: consumers first.`;

/** The document of all topics. */
export function asyncApi(topics: readonly Topic[]): AsyncApi {
  const all = topics.flatMap((topic) => [topic, parkedOf(topic)]);
  const events = [...new Set(all.flatMap((topic) => topic.events))];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Backchannel events',
      version: '1',
      description: about,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(all.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(all.flatMap((topic) => operationsOf(topic))),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])),
      schemas: Object.fromEntries([
        ['headers', headers],
        ['envelope', envelope],
        ...events.flatMap((event) => schemasOf(event)),
      ]),
    },
  };
}

const parkedOf = (topic: Topic): Topic => ({
  name: parkedName(topic),
  events: [RecordParked],
  compacted: false,
  retentionMs: limits.logMs,
});

/** Names in an address of the document: a topic's has dots, which mean nothing there. */
const channelRef = ({ name }: Topic): Reference => ({ $ref: `#/channels/${name}` });

function channelOf({ name, events, compacted, retentionMs }: Topic): Channel {
  const days = retentionMs / (24 * 60 * 60 * 1000);
  return {
    address: name,
    description: compacted
      ? 'Compacted: of every key the newest is kept, for good. A record without data takes its key away.'
      : `Kept for ${days} days.`,
    messages: Object.fromEntries(events.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: {
      kafka: {
        topic: name,
        topicConfiguration: compacted
          ? { 'cleanup.policy': ['compact'] }
          : { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs },
      },
    },
  };
}

/** Each party says or hears a topic in one operation. */
function operationsOf(topic: Topic): [string, Operation][] {
  const of = (side: 'says' | 'hears', action: Operation['action']) =>
    partiesOf(topic, side).map((party): [string, Operation] => [
      `${party}.${side}.${topic.name}`,
      {
        action,
        title: `${party} ${side} ${topic.name}`,
        channel: channelRef(topic),
        messages: topic.events
          .filter((event) => trafficOf(event)[side].includes(party))
          .map(({ type }) => ({ $ref: `#/channels/${topic.name}/messages/${type}` })),
        'x-service': party,
      },
    ]);
  return [...of('says', 'send'), ...of('hears', 'receive')];
}

const partiesOf = (topic: Topic, side: 'says' | 'hears') => [
  ...new Set(topic.events.flatMap((event) => trafficOf(event)[side])),
];

function messageOf(event: EventType): object {
  const { summary, key, example } = trafficOf(event);
  return {
    name: event.type,
    title: event.type,
    summary,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/headers' },
    payload: { $ref: `#/components/schemas/${event.type}` },
    bindings: {
      kafka: { key: { type: 'string', description: `${key.join(' and ')} of the data, with a colon between several` } },
    },
    examples: [{ name: event.type, payload: example }],
    'x-version': event.version,
  };
}

/**
 * What a reader must be ready for, and the parts that it refers to. AsyncAPI's schemas know no `$defs`, and nothing beside a
 * reference.
 */
function schemasOf(event: EventType): [string, Schema][] {
  const names = (at: string) => `#/components/schemas/${at.replace('#/$defs/', `${event.type}.`)}`;
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...beside } = value as Schema;
    const rest = Object.fromEntries(Object.entries(beside).map(([name, inner]) => [name, moved(inner)]));
    if ($ref === undefined) return rest;
    const reference = { $ref: names($ref) };
    return Object.keys(rest).length === 0 ? reference : { allOf: [reference], ...rest };
  };
  const { $defs = {}, ...said } = sidesOf(event).said;
  const parts = Object.entries($defs).map(([name, part]): [string, Schema] => [
    `${event.type}.${name}`,
    moved(part) as Schema,
  ]);
  return [[event.type, moved(said) as Schema], ...parts];
}

/** As `wire.ts` of messaging writes them. */
const headers: Schema = {
  type: 'object',
  properties: {
    envelope: {
      type: 'string',
      description: 'What is known of the fact without its data: JSON, as the schema `envelope` has it.',
      contentMediaType: 'application/json',
    },
    traceparent: { type: 'string', description: 'W3C Trace Context.' },
  },
  required: ['envelope'],
};

const envelope: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'The same fact told twice has the same.' },
    type: { type: 'string', description: "The event's." },
    version: { type: 'integer', description: "Of the type's schema.", minimum: 1 },
    time: { type: 'number', description: 'When it happened, in milliseconds since 1970, by the clock of who says it.' },
    conversation: { type: 'string', description: 'Whose it is, if it is of a conversation.' },
    turn: { type: 'integer', description: 'The number of the turn.', minimum: 1 },
    final: { type: 'boolean', description: 'With `turn`: whether this ends it.' },
  },
  required: ['id', 'type', 'version', 'time'],
};

function trafficOf({ type }: Pick<EventType, 'type'>): Traffic {
  const found = traffic[type];
  if (!found) throw new Error(`traffic.ts does not know ${type}`);
  return found;
}
