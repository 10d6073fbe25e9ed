import type { Message } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import type { Utterance } from './crowd/utterance.ts';
import { verdictOf } from './verdict.ts';

/** Said one after the other, each when the one before was accepted. */
const said = (numbers: readonly number[], person = 0): Utterance[] =>
  numbers.map((number, i) => ({ number, person, saidAt: 10 * i, acceptedAt: 10 * i + 5, again: 0 }));

/** What a page shows of them: what was said, and the answer. */
const screen = (...numbers: readonly number[]): Message[] =>
  numbers
    .flatMap((number) => [
      { from: 'user', text: `number ${number}` } as const,
      { from: 'bot', text: `You said number ${number}.` } as const,
    ])
    .map((line, i) => ({ ...line, seq: i + 1, id: `${i}`, at: 0, type: 'text' }));

const right = { lost: 0, doubled: 0, disordered: 0, skipped: 0, invented: 0 };
const of = (utterances: readonly Utterance[], ...screens: readonly (readonly Message[])[]) =>
  verdictOf({ said: utterances, screens });

test('everything that was accepted is there once, in its order', () => {
  expect(of(said([0, 1, 2]), screen(0, 1, 2))).toEqual(right);
});

test('something is lost', () => {
  expect(of(said([0, 1, 2]), screen(0, 2))).toEqual({ ...right, lost: 1 });
});

test('something is there, and never answered', () => {
  const half = screen(0, 1, 2).filter(({ text }) => text !== 'You said number 1.');
  expect(of(said([0, 1, 2]), half)).toMatchObject({ lost: 1 });
});

test('something is there twice', () => {
  expect(of(said([0, 1, 2]), screen(0, 1, 1, 2))).toEqual({ ...right, doubled: 1 });
});

test('what somebody has said is there twice, and answered once', () => {
  const twice = screen(0, 1).toSpliced(1, 0, { ...screen(0)[0] } as Message);
  const lines = twice.map((line, i) => ({ ...line, seq: i + 1 }));
  expect(of(said([0, 1]), lines)).toEqual({ ...right, doubled: 1 });
});

test('two have changed places', () => {
  expect(of(said([0, 1, 2]), screen(1, 0, 2))).toEqual({ ...right, disordered: 1 });
});

test('two that were on their way at the same time have no order', () => {
  const together = said([0, 1]).map((utterance) => ({ ...utterance, saidAt: 0, acceptedAt: 5 }));
  expect(of(together, screen(1, 0))).toEqual(right);
});

test('a line is missing between two', () => {
  const lines = screen(0, 1, 2).filter(({ seq }) => seq !== 3 && seq !== 4);
  expect(
    of(
      said([0, 2]).map((one, i) => ({ ...one, number: 2 * i })),
      lines,
    ),
  ).toMatchObject({ skipped: 2 });
});

test('something is shown to somebody else', () => {
  const utterances = [...said([0], 0), ...said([1], 1)];
  expect(of(utterances, screen(0, 1), screen())).toMatchObject({ lost: 1, invented: 1 });
});

test('what nobody has taken may be there once or never, and not twice', () => {
  const utterances = said([0, 1]).map(({ number, person, saidAt, again }) => ({ number, person, saidAt, again }));
  expect(of(utterances, screen(0))).toEqual(right);
  expect(of(utterances, screen(0, 0))).toEqual({ ...right, doubled: 1 });
});
