import { createRequire } from 'node:module';
import { GAP_MS, Gap, gapAfter } from '../gap.ts';

interface Batch {
  readonly messages: readonly unknown[];
}
interface ConsumerGroup {
  readonly groupId: string;
  fetch: (nodeId: string) => Promise<readonly Batch[]>;
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
ConsumerGroup.prototype.fetch = async function apart(nodeId: string): Promise<readonly Batch[]> {
  const ofNodes = gaps.get(this) ?? new Map<string, Gap>();
  gaps.set(this, ofNodes);
  const least = unhurried.get(this.groupId) ?? GAP_MS;
  const gap = ofNodes.get(nodeId) ?? new Gap(least);
  ofNodes.set(nodeId, gap);
  await gap.turn();
  const batches = await fetch.call(this, nodeId);
  gap.ms = gapAfter(
    batches.reduce((sum, { messages }) => sum + messages.length, 0),
    least,
  );
  return batches;
};
