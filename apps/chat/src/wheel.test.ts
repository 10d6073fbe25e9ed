import { expect, test } from 'vitest';
import { Wheel } from './wheel.ts';

test('everybody gets one beat in a round, also those who came in the middle of it', () => {
  const wheel = new Wheel<{ beat(now: number): void }>(3);
  const beats: string[] = [];
  const member = (name: string) => ({ beat: (now: number) => void beats.push(`${name}${now}`) });
  wheel.add(member('a'));
  wheel.tick(1);
  const b = member('b');
  wheel.add(b);
  for (const now of [2, 3, 4, 5, 6]) wheel.tick(now);
  expect(beats).toEqual(['a3', 'b4', 'a6']);
  wheel.delete(b);
  wheel.tick(7);
  expect(beats).toHaveLength(3);
});
