import { createRequire } from 'node:module';
import { GAP_MS, Gap } from '../gap.ts';

interface ConsumerGroup {
  readonly groupId: string;
  fetch: (nodeId: string) => Promise<unknown[]>;
}

/** From inside kafkajs. */
export const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup') as {
  prototype: ConsumerGroup;
};

/** Of groups that are in less of a hurry: how far apart their fetches begin. */
export const unhurried = new Map<string, number>();

const { fetch } = ConsumerGroup.prototype;
const gaps = new WeakMap<ConsumerGroup, Map<string, Gap>>();

// kafkajs 2.2.4 fetches again as soon as it has handed on what it got; waiting while it hands on would hold up other brokers'.
ConsumerGroup.prototype.fetch = async function apart(nodeId: string): Promise<unknown[]> {
  const ofNodes = gaps.get(this) ?? new Map<string, Gap>();
  gaps.set(this, ofNodes);
  const gap = ofNodes.get(nodeId) ?? new Gap(unhurried.get(this.groupId) ?? GAP_MS);
  ofNodes.set(nodeId, gap);
  await gap.turn();
  return fetch.call(this, nodeId);
};
