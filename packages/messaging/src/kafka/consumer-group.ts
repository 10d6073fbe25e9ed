import { createRequire } from 'node:module';
import { PACE_MS, Pace } from './pace.ts';

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
const paces = new WeakMap<ConsumerGroup, Map<string, Pace>>();

// kafkajs 2.2.4 fetches again as soon as it has handed on what it got; waiting while it hands on would hold up other brokers'.
ConsumerGroup.prototype.fetch = async function paced(nodeId: string): Promise<unknown[]> {
  const ofNodes = paces.get(this) ?? new Map<string, Pace>();
  paces.set(this, ofNodes);
  const pace = ofNodes.get(nodeId) ?? new Pace(unhurried.get(this.groupId) ?? PACE_MS);
  ofNodes.set(nodeId, pace);
  await pace.turn();
  return fetch.call(this, nodeId);
};
