import { Buffer } from 'node:buffer';
import { assert, jsonValue, oneof, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { notes } from './suite/note.ts';
import { parked } from './unprocessable.ts';
import { read, saidOf, write } from './wire.ts';

const { topic, note } = notes('log');
const place = { partition: 3, offset: 17 };
const whole = { ...note('a', 1), traceparent: 'trace', conversation: 'c', turn: 2, final: true };

test('an event is the same after its way over the wire', () => {
  expect(read(topic, place, write(whole)).event).toEqual(whole);
  const bare = note('a', 1);
  expect(read(topic, place, write(bare)).event).toEqual(bare);
});

test('the envelope is in the headers', () => {
  const { headers, key } = write(whole);
  expect(key).toBe('a');
  expect(headers).toEqual({ envelope: expect.any(String), traceparent: 'trace' });
  const said = { id: 'a:1', type: 'noted', version: 1, time: whole.time, conversation: 'c', turn: 2, final: true };
  expect(JSON.parse(headers['envelope'] ?? '')).toEqual(said);
  expect(saidOf(headers)).toEqual(said);
  expect(Object.keys(write(note('a', 1)).headers)).toEqual(['envelope']);
});

const { headers } = write(whole);
const saying = (change: object) => ({
  headers: { ...headers, envelope: JSON.stringify({ ...saidOf(headers), ...change }) },
});
test.each([
  ['bad JSON', { value: Buffer.from('{"n":') }, /^not JSON: /],
  ['another field', { value: Buffer.from('{"key":"a","n":"one"}') }, /^not a noted: n: .*number/],
  ['an unknown type', saying({ type: 'other' }), /^of a type that log does not know: other$/],
  ['no headers', { headers: {} }, /^its header envelope has no id, type, version, time$/],
  [
    'an envelope that is not JSON',
    { headers: { envelope: '{' } },
    /^its header envelope has no id, type, version, time$/,
  ],
  ['an envelope that is no object', { headers: { envelope: 'null' } }, /^its header envelope has no id, type,/],
  ['a time that is none', saying({ time: 'noon' }), /^its header envelope has no time$/],
  ['a version that is none', saying({ version: 'new' }), /^its header envelope has no version$/],
  ['a newer version', saying({ version: 2 }), /^noted of version 2, newer than the known 1$/],
])('a record with %s is told as unreadable', (_, change, problem) => {
  const found = read(topic, place, { ...write(whole), ...change });
  expect(found).toMatchObject({ ...place, problem: expect.stringMatching(problem) });
});

test('whatever an envelope says, its record can be told of', () => {
  const anything = record({ id: jsonValue(), turn: jsonValue(), final: jsonValue(), conversation: jsonValue() });
  assert(
    property(oneof(anything, jsonValue()), (said) => {
      const { envelope } = read(topic, place, { ...write(whole), headers: { envelope: JSON.stringify(said) } });
      expect([typeof envelope.id, typeof envelope.type, typeof envelope.time]).toEqual(['string', 'string', 'number']);
      for (const [name, is] of [
        ['turn', 'number'],
        ['final', 'boolean'],
        ['conversation', 'string'],
      ] as const) {
        if (envelope[name] !== undefined) expect(typeof envelope[name]).toBe(is);
      }
    }),
  );
});

test('what can not be read still says which turn it ends', () => {
  const { envelope } = read(topic, place, { ...write(whole), value: Buffer.from('') });
  expect(envelope).toMatchObject({ topic: 'log', conversation: 'c', turn: 2, final: true, key: 'a' });
});

test('an older version is read by the schema of today', () => {
  const old = read(topic, place, { ...write(whole), ...saying({ version: 0 }) });
  expect(old.event?.version).toBe(0);
});

test('a parked record is told with all that came', () => {
  const found = read(topic, place, { ...write(whole), value: Buffer.from([0xff, 0]) });
  const event = parked(found, { group: 'dialog', reason: found.problem ?? '', time: 5 });
  expect(event).toMatchObject({
    topic: 'log.parked',
    type: 'record.parked',
    id: 'dialog:log:3:17',
    key: 'a',
    time: 5,
    traceparent: 'trace',
  });
  expect(event.data).toMatchObject({
    value: '/wA=',
    headers,
    partition: 3,
    offset: 17,
    reason: expect.stringContaining('not JSON'),
  });
});
