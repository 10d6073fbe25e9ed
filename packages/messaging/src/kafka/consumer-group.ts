import { createRequire } from 'node:module';
import type { Also } from './assigner.ts';

interface ConsumerGroup {
  readonly assigners: readonly Partial<Also>[];
  fetch: (nodeId: string) => Promise<unknown>;
  getNodeIds(): readonly string[];
  leave(): Promise<void>;
}

/** From inside kafkajs. */
export const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup') as {
  prototype: ConsumerGroup;
};

const { fetch } = ConsumerGroup.prototype;

// kafkajs 2.2.4 fetches again as soon as it has handed on what it got; waiting while it hands on would hold up other brokers'.
ConsumerGroup.prototype.fetch = async function whenReady(nodeId: string): Promise<unknown> {
  const [also] = this.assigners;
  await also?.ready?.();
  const work = () => fetch.call(this, nodeId);
  return also?.fetches ? also.fetches.from(nodeId, this.getNodeIds(), work) : work();
};
