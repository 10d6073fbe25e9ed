import { createRequire } from 'node:module';
import { type PartitionAssigner, PartitionAssigners } from 'kafkajs';

interface JoinGroup {
  readonly groupProtocols: readonly { readonly name: string; readonly instance?: string }[];
}
type Version = (fields: JoinGroup & { readonly groupInstanceId?: string | undefined }) => unknown;

/** From inside kafkajs. */
const requests = createRequire(import.meta.url)('kafkajs/src/protocol/requests/joinGroup') as {
  protocol: (wanted: { readonly version: number }) => Version;
};

const { protocol } = requests;

// A member that has lost its connection joins under another id, and Kafka lets the whole group wait until the old one is over
// its session: for 10 s, and as long again for each id that was lost while it joined. An instance that has a name takes its own
// place at once. kafkajs 2.2.4 can say that name to Kafka, but nobody can say it to kafkajs: here it comes with the assigner.
requests.protocol = (wanted) => {
  const make = protocol(wanted);
  return (fields) => make({ ...fields, groupInstanceId: fields.groupProtocols[0]?.instance });
};

/** Kafka's own assignment of partitions, for a member with that name. No two that live may have the same in a group. */
export function assignerOf(instance: string): PartitionAssigner {
  return (config) => {
    const assigner = PartitionAssigners.roundRobin(config);
    return { ...assigner, protocol: (subscription) => ({ ...assigner.protocol(subscription), instance }) };
  };
}
