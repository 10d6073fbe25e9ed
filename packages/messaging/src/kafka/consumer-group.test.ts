import { expect, onTestFinished, test } from 'vitest';
import { ConsumerGroup, readiness } from './consumer-group.ts';

test('a group fetches when it is ready, and others do not wait for it', async () => {
  const begun: string[] = [];
  const ready = Promise.withResolvers<void>();
  readiness.set('one', () => ready.promise);
  onTestFinished(() => void readiness.delete('one'));
  const [one, other] = [group('one', begun), group('other', begun)].map((it) => it.fetch('1').catch(String));
  expect(await other).toBe('Error: enough');
  expect(begun).toEqual(['other']);
  ready.resolve();
  expect(await one).toBe('Error: enough');
  expect(begun).toEqual(['other', 'one']);
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
