import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { atEnd, earlier, follow, later, most, type Span, step } from './span.ts';

const moves = fc.array(
  fc.oneof(
    fc.constant((span: Span) => earlier(span)),
    fc.constant((span: Span, count: number) => later(span, count)),
  ),
);

test('wherever one goes there is something to read, and never too much of it', () => {
  fc.assert(
    fc.property(fc.nat(2000), moves, fc.array(fc.nat(300)), (count, moves, coming) => {
      let [span, there] = [atEnd(count), count];
      for (const [place, move] of moves.entries()) {
        there += coming[place] ?? 0;
        span = move(follow(span, there), there);
        expect(span.from).toBeGreaterThanOrEqual(0);
        expect(span.to).toBeLessThanOrEqual(there);
        expect(span.to - span.from).toBeLessThanOrEqual(most);
        expect(span.to - span.from).toBeGreaterThanOrEqual(Math.min(there, step));
      }
    }),
  );
});

test('going up one comes to the first message, going down to the last', () => {
  let span = atEnd(1000);
  for (let times = 0; times < 1000 / step; times += 1) span = earlier(span);
  expect(span.from).toBe(0);
  for (let times = 0; times < 1000 / step; times += 1) span = later(span, 1000);
  expect(span.to).toBe(1000);
});

test('what comes moves nothing under the eyes of who reads elsewhere', () => {
  expect(follow({ from: 100, to: 160 }, 5000)).toEqual({ from: 100, to: 340 });
  expect(follow({ from: 100, to: 340 }, 6000)).toEqual({ from: 100, to: 340 });
});

test('a transcript that has begun anew is read from its end', () => {
  expect(follow({ from: 100, to: 160 }, 3)).toEqual({ from: 0, to: 3 });
});
