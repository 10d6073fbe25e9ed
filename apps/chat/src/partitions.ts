import { ConversationLog } from '@backchannel/contracts';
import { type Broker, partitionOf } from '@backchannel/messaging';

/** Which partition's slot a conversation is in. The log's number of partitions never changes: it is asked for once. */
export class Partitions {
  readonly #broker: Pick<Broker, 'partitions'>;
  #count: number | undefined;

  constructor(broker: Pick<Broker, 'partitions'>) {
    this.#broker = broker;
  }

  async of(conversationId: string): Promise<number> {
    return partitionOf(conversationId, this.#count ?? (await this.#ask()));
  }

  async group(conversationIds: Iterable<string>): Promise<ReadonlyMap<number, readonly string[]>> {
    const groups = new Map<number, string[]>();
    const count = this.#count ?? (await this.#ask());
    for (const id of conversationIds) {
      const partition = partitionOf(id, count);
      const group = groups.get(partition);
      if (group) group.push(id);
      else groups.set(partition, [id]);
    }
    return groups;
  }

  async #ask(): Promise<number> {
    this.#count = await this.#broker.partitions(ConversationLog);
    return this.#count;
  }
}
