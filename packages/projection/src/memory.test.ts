import { expect, test } from 'vitest';
import { type Left, Memory } from './memory.ts';

const mark = { offset: 7, writer: 'me', epoch: 'e' };
const left = (key: string, size = 10): Left<string> => ({
  key,
  kept: { state: `${key}!`, empty: new Set(['queue']) },
  size,
});
const ask = (key: string, more: object = {}) => ({ key, entries: [], lists: [], ...more });

test('what was left is known while the slot stands where it was left', () => {
  const memory = new Memory<string>();
  expect([memory.head, memory.stands({ offset: -1, writer: '', epoch: '' })]).toEqual([undefined, false]);
  memory.keep(mark, [left('a')]);
  expect(memory.head).toEqual({ ...mark, events: [], retell: [] });
  expect(memory.stands({ ...mark })).toBe(true);
  for (const other of [{ offset: 8 }, { writer: 'you' }, { epoch: 'f' }])
    expect(memory.stands({ ...mark, ...other })).toBe(false);
  expect(memory.get('a')?.state).toBe('a!');
  memory.forget();
  expect([memory.head, memory.knows(ask('a'))]).toEqual([undefined, false]);
});

test('it answers only what it knows all of, entries aside', () => {
  const memory = new Memory<string>();
  memory.keep(mark, [left('a')]);
  expect(memory.knows(ask('a', { lists: [['queue', 64]], entries: [['ids', 'x']] }))).toBe(true);
  expect(memory.knows(ask('a', { lists: [['other', 1]] }))).toBe(false);
  expect(memory.knows(ask('b'))).toBe(false);
});

test('it holds a few megabytes: who was left longest ago is read again, and who is gone takes no room', () => {
  const memory = new Memory<string>();
  const large = 700_000;
  memory.keep(mark, [left('a', large), left('b', large), left('c', large)]);
  expect(['a', 'b', 'c'].map((key) => memory.knows(ask(key)))).toEqual([false, true, true]);
  memory.keep(mark, [left('b', large), { key: 'c', kept: null, size: 0 }, left('d', large)]);
  expect(['b', 'c', 'd'].map((key) => memory.knows(ask(key)))).toEqual([true, false, true]);
  memory.keep(mark, [left('b', 1), left('d', 1), ...Array.from({ length: 20 }, (_, at) => left(String(at), 100_000))]);
  expect(memory.knows(ask('b'))).toBe(true);
});
