import { createRequire } from 'node:module';
import type { Also } from './assigner.ts';

interface Fields {
  /** What the assigners have said. */
  readonly groupProtocols: readonly Partial<Also>[];
}
type Version = (fields: Fields & { readonly groupInstanceId?: string | undefined }) => unknown;

/** From inside kafkajs. */
const JoinGroup = createRequire(import.meta.url)('kafkajs/src/protocol/requests/joinGroup') as {
  protocol: (wanted: { readonly version: number }) => Version;
};

const { protocol } = JoinGroup;

// A member that has lost its connections joins under another id, and Kafka lets the whole group wait until the old one is over
// its session: for 10 s, and as long again for each id that was lost while it joined. An instance that has a name takes its own
// place at once. kafkajs 2.2.4 can say that name to Kafka, but nobody can say it to kafkajs.
JoinGroup.protocol = (wanted) => {
  const make = protocol(wanted);
  return (fields) => make({ ...fields, groupInstanceId: fields.groupProtocols[0]?.instance });
};
