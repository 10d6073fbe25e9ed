import { type Assigner, type PartitionAssigner, PartitionAssigners } from 'kafkajs';
import type { Fetches } from './fetches.ts';

/** What kafkajs has no option for. It keeps the assigner of a consumer with its group, and asks it when it joins. */
export interface Also {
  /** By what Kafka knows the member again: no two that live may have the same in a group. */
  readonly instance: string;
  /** Resolves when it may fetch again. */
  readonly ready: () => Promise<void>;
  /** Where its fetches are noted. */
  readonly fetches: Fetches;
}

/** Kafka's own way to share out partitions, with what else a consumer is to know. */
export function assignerWith({ instance, ...also }: Also): PartitionAssigner {
  return (config): Assigner & Omit<Also, 'instance'> => {
    const assigner = PartitionAssigners.roundRobin(config);
    return { ...assigner, ...also, protocol: (subscription) => ({ ...assigner.protocol(subscription), instance }) };
  };
}
