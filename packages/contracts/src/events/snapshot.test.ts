import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic } from '../event.ts';
import { topics } from '../index.ts';
import { breaks, type Kept, kept, snapshot } from './snapshot.ts';

const now = snapshot(topics);
const tracked = now.find(({ type }) => type === 'input.tracked') as Kept;
const at = (change: Partial<Kept>) => breaks([tracked], [{ ...tracked, ...change }]);

/** `input.tracked` as it would be, had it this schema. */
const of = (schema: z.ZodType, version = 1): Kept => {
  const event = defineEvent({
    topic: 'a',
    type: 'input.tracked',
    version,
    schema,
    headers: () => ({ id: '', key: '' }),
  });
  const topic = defineTopic({ name: 'a', events: [event], compacted: false, retentionMs: 1 });
  return snapshot([topic])[0] as Kept;
};
const fields = { id: z.string(), note: z.string().optional() };
const before = of(z.looseObject(fields));

test('what has not changed breaks nothing', () => {
  expect(breaks(now, now)).toEqual([]);
  expect(now.map(({ type }) => type)).toHaveLength(6);
});

test('an event stays where it is', () => {
  expect(at({ topic: 'elsewhere' })).toEqual([
    'input.tracked of version 1: its topic is another: input.tracked was, elsewhere is',
  ]);
  expect(at({ key: ['/inputId'] })).toEqual([
    'input.tracked of version 1: its key is another: /conversationId was, /inputId is',
  ]);
  expect(at({ compacted: true })[0]).toContain('its compacted is another: false was, true is');
  expect(breaks([tracked], [])).toEqual(['input.tracked of version 1: is gone, and the log still has it']);
  expect(breaks([{ ...tracked, version: 2 }], [tracked])).toEqual([
    'input.tracked of version 2: there is only version 1',
  ]);
});

describe('of one version', () => {
  test('an optional field may come', () => {
    expect(breaks([before], [of(z.looseObject({ ...fields, more: z.string().optional() }))])).toEqual([]);
  });

  test('a needed field may not come: what is in the log has none', () => {
    expect(breaks([before], [of(z.looseObject({ ...fields, more: z.string() }))])).toEqual([
      'input.tracked of version 1: a new instance can not read what is in the log: /more may be missing, and is needed',
    ]);
  });

  test('a field may not go, an optional one neither, nor have another name', () => {
    const other = of(z.looseObject({ id: z.string(), remark: z.string().optional() }));
    expect(breaks([before], [other])).toEqual([
      'input.tracked of version 1: an old instance looks for /note, and no new one says it',
    ]);
  });

  test('a reader may not be asked for what it can not read', () => {
    const wider = of(z.looseObject({ ...fields, id: z.union([z.string(), z.int()]) }));
    expect(breaks([before], [wider])).toEqual([
      'input.tracked of version 1: an old instance can not read what a new one says: /id may be integer, and is read as string',
    ]);
  });
});

describe('of a new version', () => {
  const wider = of(z.looseObject({ id: z.union([z.string(), z.int()]), remark: z.string().optional() }), 2);

  test('old instances wait, so they need not read it', () => {
    expect(breaks([before], [wider])).toEqual([]);
  });

  test('new instances read what is in the log', () => {
    const needs = of(z.looseObject({ ...fields, more: z.string() }), 2);
    expect(breaks([before], [needs])).toEqual([
      'input.tracked of version 1: a new instance can not read what is in the log: /more may be missing, and is needed',
    ]);
  });

  test('both are kept, and the old one once more when the next comes', () => {
    const both = kept([before], [wider]);
    expect(both.map(({ version }) => version)).toEqual([1, 2]);
    const third = of(z.looseObject({ id: z.int() }), 3);
    expect(breaks(both, [third])).toEqual([
      'input.tracked of version 1: a new instance can not read what is in the log: /id may be string, and is read as integer',
      'input.tracked of version 2: a new instance can not read what is in the log: /id may be string, and is read as integer',
    ]);
  });
});
