import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { notes } from './suite/note.ts';
import { parked } from './unprocessable.ts';
import { read, write } from './wire.ts';

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
  expect(headers).toEqual({
    id: 'a:1',
    type: 'noted',
    version: '1',
    key: 'a',
    time: String(whole.time),
    traceparent: 'trace',
    conversation: 'c',
    turn: '2',
    final: 'true',
  });
});

const { headers } = write(whole);
test.each([
  ['bad JSON', { value: Buffer.from('{"n":') }, /^not JSON: /],
  ['another field', { value: Buffer.from('{"key":"a","n":"one"}') }, /^not a noted: n: .*number/],
  ['an unknown type', { headers: { ...headers, type: 'other' } }, /^of a type that log does not know: other$/],
  ['no headers', { headers: {} }, /^without header id, type, version, time$/],
  ['a time that is none', { headers: { ...headers, time: 'noon' } }, /^header time/],
  ['a version that is none', { headers: { ...headers, version: 'new' } }, /^header version/],
  ['a newer version', { headers: { ...headers, version: '2' } }, /^noted of version 2, newer than the known 1$/],
])('a record with %s is told as unreadable', (_, change, problem) => {
  const record = read(topic, place, { ...write(whole), ...change });
  expect(record).toMatchObject({ ...place, problem: expect.stringMatching(problem) });
});

test('what can not be read still says which turn it ends', () => {
  const { envelope } = read(topic, place, { ...write(whole), value: Buffer.from('') });
  expect(envelope).toMatchObject({ topic: 'log', conversation: 'c', turn: 2, final: true, key: 'a' });
});

test('an older version is read by the schema of today', () => {
  const old = read(topic, place, { ...write(whole), headers: { ...headers, version: '0' } });
  expect(old.event?.version).toBe(0);
});

test('a parked record is told with all that came', () => {
  const record = read(topic, place, { ...write(whole), value: Buffer.from([0xff, 0]) });
  const event = parked(record, { group: 'dialog', reason: record.problem ?? '', time: 5 });
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
