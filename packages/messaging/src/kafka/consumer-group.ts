import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Also } from './assigner.ts';

interface ConsumerGroup {
  readonly assigners: readonly Partial<Also>[];
  fetch: (nodeId: string) => Promise<unknown>;
  recoverFromFetch: (error: unknown) => Promise<void>;
  getNodeIds(): readonly string[];
  leave(): Promise<void>;
}

/** From inside kafkajs. */
export const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup') as {
  prototype: ConsumerGroup;
};

const { fetch, recoverFromFetch } = ConsumerGroup.prototype;

/** Who wants to know what a fetch has come over. */
const overcoming = new AsyncLocalStorage<(error: unknown) => void>();

// kafkajs 2.2.4 fetches again as soon as it has handed on what it got; waiting while it hands on would hold up other brokers'.
ConsumerGroup.prototype.fetch = async function whenReady(nodeId: string): Promise<unknown> {
  const [also] = this.assigners;
  await also?.ready?.();
  const work = () => fetch.call(this, nodeId);
  if (!also?.fetches) return work();
  return also.fetches.from(nodeId, this.getNodeIds(), (failed) => overcoming.run(failed, work));
};

// A node that ends each connection, for instance, is one that has answered nothing: to kafkajs that is all.
ConsumerGroup.prototype.recoverFromFetch = async function told(error: unknown): Promise<void> {
  overcoming.getStore()?.(error);
  return recoverFromFetch.call(this, error);
};
