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
  verdictOf({ utterances, screens });

test('everything that was accepted is there once, in its order', () => {
  expect(of(said([7, 8, 9]), screen(7, 8, 9))).toEqual(right);
});

test('what was shown before this load does not count', () => {
  expect(of(said([7, 8]), screen(1, 2, 7, 8))).toEqual(right);
});

test('something is lost', () => {
  expect(of(said([7, 8, 9]), screen(7, 9))).toEqual({ ...right, lost: 1 });
});

test('something is there, and never answered', () => {
  const half = screen(7, 8, 9).filter(({ text }) => text !== 'You said number 8.');
  expect(of(said([7, 8, 9]), half)).toMatchObject({ lost: 1 });
});

test('something is there twice', () => {
  expect(of(said([7, 8, 9]), screen(7, 8, 8, 9))).toEqual({ ...right, doubled: 1 });
});

test('what somebody has said is there twice, and answered once', () => {
  const twice = screen(7, 8).toSpliced(1, 0, { ...screen(7)[0] } as Message);
  const lines = twice.map((line, i) => ({ ...line, seq: i + 1 }));
  expect(of(said([7, 8]), lines)).toEqual({ ...right, doubled: 1 });
});

test('two have changed places', () => {
  expect(of(said([7, 8, 9]), screen(8, 7, 9))).toEqual({ ...right, disordered: 1 });
});

test('two that were on their way at the same time have no order', () => {
  const together = said([7, 8]).map((utterance) => ({ ...utterance, saidAt: 0, acceptedAt: 5 }));
  expect(of(together, screen(8, 7))).toEqual(right);
});

test('a line is missing between two', () => {
  const lines = screen(7, 8, 9).filter(({ seq }) => seq !== 3 && seq !== 4);
  expect(
    of(
      said([7, 9]).map((one, i) => ({ ...one, number: 7 + 2 * i })),
      lines,
    ),
  ).toMatchObject({ skipped: 2 });
});

test('something is shown to somebody else', () => {
  const utterances = [...said([7], 0), ...said([8], 1)];
  expect(of(utterances, screen(7, 8), screen())).toMatchObject({ lost: 1, invented: 1 });
});

test('what nobody has taken may be there once or never, and not twice', () => {
  const utterances = said([7, 8]).map(({ number, person, saidAt, again }) => ({ number, person, saidAt, again }));
  expect(of(utterances, screen(7))).toEqual(right);
  expect(of(utterances, screen(7, 7))).toEqual({ ...right, doubled: 1 });
});
