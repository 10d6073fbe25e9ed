import { expect, test } from 'vitest';
import { ConsumerGroup } from './consumer-group.ts';

test('a fetch follows another one of the same group and broker a pace later, and of another at once', async () => {
  const begun: string[] = [];
  const group = (name: string) => ({
    // What kafkajs does first in a fetch, and last.
    cluster: {
      refreshMetadataIfNecessary: () => {
        begun.push(name);
        throw new Error('enough');
      },
    },
    recoverFromFetch: (error: unknown) => {
      throw error;
    },
  });
  const fetch = (of: object, nodeId: string) =>
    ConsumerGroup.prototype.fetch.call(of as ConsumerGroup['prototype'], nodeId);
  const [one, other] = [group('one'), group('other')];
  const began = performance.now();
  const ends = [fetch(one, '1'), fetch(one, '2'), fetch(other, '1')].map((end) => end.catch(String));
  expect(await Promise.all(ends)).toEqual(Array(3).fill('Error: enough'));
  expect(begun).toEqual(['one', 'one', 'other']);
  await expect(fetch(one, '1')).rejects.toThrow('enough');
  expect(performance.now() - began).toBeGreaterThanOrEqual(8);
});
