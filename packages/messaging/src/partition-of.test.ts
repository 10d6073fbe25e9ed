import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { murmur2, partitionOf } from './partition-of.ts';

// From Kafka's own UtilsTest.testMurmur2.
const known: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
];

test.each(known)('murmur2 of %s is what Java computes', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('murmur2 takes bytes above 127 as unsigned, like Java', () => {
  expect(murmur2(Buffer.from('abc'))).toBe(479470107);
});

test('a key has one partition, a negative hash included', () => {
  expect(partitionOf('21', 8)).toBe((-973932308 & 0x7fffffff) % 8);
  expect(partitionOf('', 8)).toBeLessThan(8);
});
