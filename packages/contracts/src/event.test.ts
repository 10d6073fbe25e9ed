import { expect, test } from 'vitest';
import { InputReceived } from './conversation.ts';

const saying = { time: 5, traceparent: 'trace' };
const data = { kind: 'closed', inputId: 'i', conversationId: 'c', at: 5 } as const;

test('of data that was parsed the same event is made, without another look', () => {
  expect(InputReceived.of(data, saying)).toEqual(InputReceived(data, saying));
  expect(InputReceived.of(data, saying).data).toBe(data);
});

test('other data is parsed, and refused by the name of its field', () => {
  expect(() => InputReceived({ ...data, at: 0.5 }, saying)).toThrow(/"at"/);
});
