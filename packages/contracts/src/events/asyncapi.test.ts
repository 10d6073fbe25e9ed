import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { RecordParked, topics } from '../index.ts';
import { valueAt } from '../pointer.ts';
import { asyncApi } from './asyncapi.ts';
import { sidesOf } from './json-schemas.ts';
import { traffic } from './traffic.ts';

const document = asyncApi(topics);
const events = [...topics.flatMap((topic) => topic.events), RecordParked];

test('there is a channel for every topic and for what is parked of it', () => {
  expect(Object.keys(document.channels)).toEqual(topics.flatMap(({ name }) => [name, `${name}.parked`]));
  expect(document.channels['bot.version']).toMatchObject({
    address: 'bot.version',
    bindings: { kafka: { topicConfiguration: { 'cleanup.policy': ['compact'] } } },
  });
  expect(document.channels['conversation.log']).toMatchObject({ description: 'Kept for 7 days.' });
});

test('everybody is told what they say and hear', () => {
  expect(document.operations['session.says.conversation.log']).toEqual({
    action: 'send',
    title: 'session says conversation.log',
    channel: { $ref: '#/channels/conversation.log' },
    messages: [
      { $ref: '#/channels/conversation.log/messages/input.received' },
      { $ref: '#/channels/conversation.log/messages/turn.answered' },
    ],
    'x-service': 'session',
  });
  expect(document.operations['chat.hears.conversation.log']?.messages).toEqual([
    { $ref: '#/channels/conversation.log/messages/turn.answered' },
  ]);
});

test('whatever is referred to is there', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]*)"/g)].map(([, pointer]) => pointer ?? '');
  expect(references.length).toBeGreaterThan(50);
  const missing = references.filter((pointer) => valueAt(document as never, pointer) === undefined);
  expect(missing).toEqual([]);
});

describe('the example of each event', () => {
  test.each(events.map((event) => [event.type, event] as const))('%s', (type, event) => {
    const { key = [], example } = traffic[type] ?? {};
    const said = event(example, { time: 0 });
    // It is said with its key, and fits what the document says of it.
    expect(said.key.split(':')).toEqual(
      key.map((pointer) => JSON.stringify(valueAt(said.data as never, pointer)).replaceAll('"', '')),
    );
    const { said: schema, read } = sidesOf(event);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect(ajv.validate(schema, said.data)).toBe(true);
    expect(ajv.validate(read, example)).toBe(true);
  });

  test('no event is without', () => {
    expect(Object.keys(traffic).toSorted()).toEqual(events.map(({ type }) => type).toSorted());
  });
});
