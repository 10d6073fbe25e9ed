import { Buffer } from 'node:buffer';
import type { Batch } from 'kafkajs';
import { expect, test } from 'vitest';
import { notes } from '../suite/note.ts';
import { write } from '../wire.ts';
import { fetched } from './fetched.ts';

const { topic, note } = notes('log');
const event = { ...note('a', 1, 'text'), conversation: 'c', turn: 7, final: true };
const { key, headers, value } = write(event);

/** One record as kafkajs has it, and the headers that were made into text. */
function carried() {
  const looked = new Set<string>();
  const bytes = Object.entries(headers).map(([name, text]) => {
    const toString = () => {
      looked.add(name);
      return text;
    };
    return [name, Object.assign(Buffer.from(text), { toString })];
  });
  const message = { key: Buffer.from(key), offset: '5', headers: Object.fromEntries(bytes), value };
  const batch = { partition: 2, messages: [message], highWatermark: '6', fetchedOffset: '5' } as unknown as Batch;
  const [record] = fetched(topic, batch).records;
  if (!record) throw new Error('nothing was fetched');
  return { record, looked };
}

test('a record has its place, its envelope and all its headers', () => {
  const { record } = carried();
  expect(record).toMatchObject({ partition: 2, offset: 5, event, raw: { key, headers, value } });
});

test('of a record that nobody looks at nothing becomes text', () => {
  const { record, looked } = carried();
  expect([...looked]).toEqual([]);
  expect(record.envelope.turn).toBe(7);
  expect([...looked]).toEqual(['envelope']);
});
