import { expect, test } from 'vitest';
import type { Also } from './assigner.ts';
import { ConsumerGroup } from './consumer-group.ts';

test('a member fetches when it is ready, and others do not wait for it, of the same group neither', async () => {
  const begun: string[] = [];
  const ready = Promise.withResolvers<void>();
  const [one, other] = [
    member('one', { ready: () => ready.promise }, begun)
      .fetch('1')
      .catch(String),
    member('other', {}, begun).fetch('1').catch(String),
  ];
  expect(await other).toBe('Error: enough');
  expect(begun).toEqual(['other']);
  ready.resolve();
  expect(await one).toBe('Error: enough');
  expect(begun).toEqual(['other', 'one']);
});

function member(name: string, assigner: Partial<Also>, begun: string[]): typeof ConsumerGroup.prototype {
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
  const own = { groupId: 'group', assigners: [assigner], cluster, recoverFromFetch };
  return Object.assign(Object.create(ConsumerGroup.prototype), own);
}
