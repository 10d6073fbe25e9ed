import { createRequire } from 'node:module';

interface Place {
  readonly topic: string;
  readonly partition: number;
}
interface Found {
  readonly partitions: readonly { readonly offset: string }[];
}
interface OffsetManager {
  readonly cluster: {
    fetchTopicsOffset(topics: readonly object[]): Promise<readonly Found[]>;
  };
  /** Where the next fetch begins. */
  readonly resolvedOffsets: Record<string, Record<number, string>>;
  setDefaultOffset: (place: Place) => Promise<void>;
}

/** From inside kafkajs. */
const OffsetManager = createRequire(import.meta.url)('kafkajs/src/consumer/offsetManager') as {
  prototype: OffsetManager;
};

// Where the log no longer has the next record, kafkajs 2.2.4 commits that the group begins at the log's start, whatever it has
// acknowledged: everything would be said again after a restart. Ours reads on there, and commits nothing.
OffsetManager.prototype.setDefaultOffset = async function readOnAtTheStart({ topic, partition }: Place): Promise<void> {
  const asked = { topic, partitions: [{ partition }], fromBeginning: true };
  const [found] = await this.cluster.fetchTopicsOffset([asked]);
  const offset = found?.partitions[0]?.offset;
  const places = this.resolvedOffsets[topic];
  if (places && offset !== undefined) places[partition] = offset;
};
