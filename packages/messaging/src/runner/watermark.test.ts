import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Watermark } from './watermark.ts';

test('the position is the lowest unfinished offset, or what comes after the last', () => {
  const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), finish: fc.array(fc.nat(20)) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.nat(100), steps, (first, turns) => {
      const watermark = new Watermark(first);
      const open: number[] = [];
      let next = first;
      for (const { gap, finish } of turns) {
        const offset = next + gap - 1;
        watermark.begin(offset);
        open.push(offset);
        next = offset + 1;
        for (const pick of finish) {
          const [done] = open.splice(pick % (open.length || 1), 1);
          if (done !== undefined) watermark.finish(done);
        }
        expect(watermark.position).toBe(open.length > 0 ? Math.min(...open) : next);
        expect(watermark.unfinished).toBe(open.length);
      }
    }),
  );
});
