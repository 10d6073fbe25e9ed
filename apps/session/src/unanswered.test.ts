import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { Unanswered } from './unanswered.ts';

test('a turn is late when this owner has known it for the time of a turn, and again after as long', () => {
  const turns = new Unanswered();
  turns.told('a', 1, 1000);
  turns.told('b', 4, 2000);
  turns.told('a', 1, 500_000);
  expect(turns.late(999 + limits.turnMs)).toEqual([]);
  expect(turns.late(1000 + limits.turnMs)).toEqual([{ conversation: 'a', turn: 1 }]);
  expect(turns.late(2000 + limits.turnMs)).toEqual([{ conversation: 'b', turn: 4 }]);
  expect(turns.late(1000 + 2 * limits.turnMs)).toEqual([{ conversation: 'a', turn: 1 }]);
});

test('an answered turn is not late, the next one has its own time', () => {
  const turns = new Unanswered();
  turns.told('a', 1, 0);
  turns.answered('a', 1);
  turns.told('a', 2, 100);
  expect(turns.late(limits.turnMs)).toEqual([]);
  turns.answered('a', 1);
  expect(turns.late(100 + limits.turnMs)).toEqual([{ conversation: 'a', turn: 2 }]);
});
