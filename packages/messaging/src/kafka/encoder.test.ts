import { array, assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
// What the broker loads must be what is patched.
import '../kafka-broker.ts';
import { Encoder } from './encoder.ts';

test('an encoder of kafkajs has no bytes before it has something to write', () => {
  expect(new Encoder().buf).toHaveLength(0);
});

test('what is written is all there, and nothing else', () => {
  assert(
    property(array(string({ maxLength: 600, unit: 'grapheme' })), (texts) => {
      const encoder = new Encoder();
      for (const text of texts) encoder.writeString(text);
      const expected = texts.flatMap((text) => {
        const bytes = Buffer.from(text);
        const length = Buffer.alloc(2);
        length.writeInt16BE(bytes.length);
        return [length, bytes];
      });
      expect(encoder.buffer).toEqual(Buffer.concat(expected));
    }),
  );
});
