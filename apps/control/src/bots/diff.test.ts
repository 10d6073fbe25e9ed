import type { Json } from '@backchannel/contracts';
import { BotDraft, type Change } from '@backchannel/contracts/admin';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diff } from './diff.ts';

const partsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Does with the older what `diff` promises to make the newer of it. */
function apply(older: Json, changes: readonly Change[]): Json {
  const whole: Record<string, Json> = { root: structuredClone(older) };
  const place = (pointer: string) => {
    const parts = ['root', ...partsOf(pointer)];
    const name = parts.pop() as string;
    const parent = parts.reduce<Json>((value, part) => (value as Record<string, Json>)[part] as Json, whole);
    return { parent, name };
  };
  const of = (kind: Change['kind']) => changes.filter((change) => change.kind === kind);
  for (const { pointer, olderPointer, after } of of('changed')) {
    const { parent, name } = place(olderPointer ?? pointer);
    (parent as Record<string, Json>)[name] = after as Json;
  }
  for (const { pointer } of of('removed').toReversed()) {
    const { parent, name } = place(pointer);
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete (parent as Record<string, Json>)[name];
  }
  for (const { pointer, after } of of('added')) {
    const { parent, name } = place(pointer);
    if (Array.isArray(parent)) parent.splice(Number(name), 0, after as Json);
    else (parent as Record<string, Json>)[name] = after as Json;
  }
  return whole['root'] as Json;
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
/** Lists of named things in each other, as bots are, and anything else. */
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, 1, 'x', 'y', ''),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.record({ name, text: fc.constantFrom('1', '2'), inner: tie('json') }, { requiredKeys: ['name'] }), {
      maxLength: 5,
    }),
    fc.dictionary(fc.constantFrom('name', 'x/y', 'x~y', 'constructor', ''), tie('json'), { maxKeys: 4 }),
  ),
}));

test('what differs, done to the older, makes the newer; nothing differs from itself', { tags: 'long' }, () => {
  fc.assert(
    fc.property(json, json, (older, newer) => {
      expect(apply(older, diff(older, newer))).toEqual(newer);
      expect(diff(older, older)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

const dialog = (title: string, ...texts: string[]) => ({
  name: title,
  interactions: texts.map((text) => ({ name: text, type: 'text', text })),
});

test('a dialog that is put before others changes nothing else', () => {
  const [a, b, c] = [dialog('a', 'hi'), dialog('b', 'ho'), dialog('c', 'hu')];
  expect(diff({ dialogs: [a, b] }, { dialogs: [c, a, b] })).toEqual([
    { kind: 'added', pointer: '/dialogs/0', after: c },
  ]);
  const other = { ...b, interactions: [{ ...b.interactions[0], text: 'Ho!' }] };
  expect(diff({ dialogs: [a, b] }, { dialogs: [c, a, other] })).toEqual([
    { kind: 'added', pointer: '/dialogs/0', after: c },
    {
      kind: 'changed',
      pointer: '/dialogs/2/interactions/0/text',
      olderPointer: '/dialogs/1/interactions/0/text',
      before: 'ho',
      after: 'Ho!',
    },
  ]);
});

test('a new name is a change of the name alone', () => {
  expect(diff({ dialogs: [dialog('a', 'hi')] }, { dialogs: [dialog('b', 'hi')] })).toEqual([
    { kind: 'changed', pointer: '/dialogs/0/name', before: 'a', after: 'b' },
  ]);
});

test('a bot whose lists lie too deep in each other is refused, however deep', () => {
  const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  expect(BotDraft.safeParse({ id: 'b', x: deep(40) }).success).toBe(true);
  expect(BotDraft.safeParse({ id: 'b', x: deep(60) }).success).toBe(false);
  expect(BotDraft.safeParse({ id: 'b', x: deep(200_000) }).success).toBe(false);
});
