import { expect, test } from 'vitest';
import { ConsumerGroup, unhurried } from './consumer-group.ts';

test('a fetch follows another one of the same group and broker a gap later, and of another at once', async () => {
  const begun: string[] = [];
  const [one, other] = [group('one', begun), group('other', begun)];
  const began = performance.now();
  const ends = [one.fetch('1'), one.fetch('2'), other.fetch('1')].map((end) => end.catch(String));
  expect(await Promise.all(ends)).toEqual(Array(3).fill('Error: enough'));
  expect(begun).toEqual(['one', 'one', 'other']);
  await expect(one.fetch('1')).rejects.toThrow('enough');
  expect(performance.now() - began).toBeGreaterThanOrEqual(8);
});

test('who is in less of a hurry waits longer', async () => {
  unhurried.set('follower', 60);
  const follower = group('follower', []);
  await expect(follower.fetch('1')).rejects.toThrow('enough');
  const began = performance.now();
  await expect(follower.fetch('1')).rejects.toThrow('enough');
  expect(performance.now() - began).toBeGreaterThanOrEqual(50);
  unhurried.delete('follower');
});

function group(name: string, begun: string[]): typeof ConsumerGroup.prototype {
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
  return Object.assign(Object.create(ConsumerGroup.prototype), { groupId: name, cluster, recoverFromFetch });
}
