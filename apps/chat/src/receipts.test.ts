import { expect, test } from 'vitest';
import { receipts } from './receipts.ts';
import type { Row } from './showing.ts';

const rows = (...turns: number[]): Row[] =>
  turns.map((turn, place) => ({
    message: { seq: place + 1, id: `m-${place}`, from: 'bot', at: 0, type: 'text' },
    inputId: `input-${turn}`,
    turn,
  }));

test('an input is delivered with its last message', () => {
  expect(receipts({ rows: rows(1, 1, 2, 2), seen: 3, turn: 2 })).toEqual({
    inputs: [{ inputId: 'input-1', turn: 1 }],
    told: 2,
  });
});

test('the last message of the transcript is the last of its input', () => {
  expect(receipts({ rows: rows(1, 2, 2), seen: 3, turn: 2 })).toEqual({
    inputs: [
      { inputId: 'input-1', turn: 1 },
      { inputId: 'input-2', turn: 2 },
    ],
    told: 3,
  });
});

test('a turn that is not finished may say more', () => {
  expect(receipts({ rows: rows(1, 2), seen: 2, turn: 1 })).toMatchObject({ told: 1 });
});

test('what nobody has seen is not delivered', () => {
  expect(receipts({ rows: rows(1), seen: 0, turn: 1 })).toEqual({ inputs: [], told: 0 });
});
