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
    this.#count ??= await this.#broker.partitions(ConversationLog);
    return partitionOf(conversationId, this.#count);
  }
}
