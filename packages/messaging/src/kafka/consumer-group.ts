import { createRequire } from 'node:module';

interface ConsumerGroup {
  readonly groupId: string;
  fetch: (nodeId: string) => Promise<unknown>;
  getNodeIds(): readonly string[];
  leave(): Promise<void>;
}

/** From inside kafkajs. */
export const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup') as {
  prototype: ConsumerGroup;
};

/** What groups wait for before they fetch again. */
export const readiness = new Map<string, () => Promise<void>>();

const { fetch } = ConsumerGroup.prototype;

// kafkajs 2.2.4 fetches again as soon as it has handed on what it got; waiting while it hands on would hold up other brokers'.
ConsumerGroup.prototype.fetch = async function whenReady(nodeId: string): Promise<unknown> {
  await readiness.get(this.groupId)?.();
  return fetch.call(this, nodeId);
};
