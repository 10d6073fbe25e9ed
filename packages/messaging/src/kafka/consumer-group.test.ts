import { expect, test } from 'vitest';
import { ConsumerGroup } from './consumer-group.ts';

test('a fetch follows another one of the same group and broker a pace later, and of another at once', async () => {
  const begun: string[] = [];
  const group = (name: string): typeof ConsumerGroup.prototype => {
    // What kafkajs does first in a fetch, and last.
    const cluster = {
      refreshMetadataIfNecessary: () => {
        begun.push(name);
        throw new Error('enough');
      },
    };
    const recoverFromFetch = (error: unknown) => {
      throw error;
    };
    return Object.assign(Object.create(ConsumerGroup.prototype), { cluster, recoverFromFetch });
  };
  const [one, other] = [group('one'), group('other')];
  const began = performance.now();
  const ends = [one.fetch('1'), one.fetch('2'), other.fetch('1')].map((end) => end.catch(String));
  expect(await Promise.all(ends)).toEqual(Array(3).fill('Error: enough'));
  expect(begun).toEqual(['one', 'one', 'other']);
  await expect(one.fetch('1')).rejects.toThrow('enough');
  expect(performance.now() - began).toBeGreaterThanOrEqual(8);
});
