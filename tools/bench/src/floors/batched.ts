import { createRequire } from 'node:module';
import { type Consumer, type EachBatchPayload, Kafka, logLevel } from 'kafkajs';
import { GroupCommit } from './group-commit.ts';
import { type Message, read } from './message.ts';
import type { Addresses, Pipes } from './pipes.ts';

/** What a batch passes on its way; with state, what was passed before is left out, and the rest is numbered. */
export type Pass = (
  batch: EachBatchPayload['batch'],
  work: (message: Message) => Message,
) => Promise<readonly Message[]>;

const COMMIT_MS = 250;
const PARTITIONS = 8;

/** As somebody writes it who knows what Kafka costs: batches in and out, one send in flight, commits by a timer. */
export async function batchedPipes(addresses: Addresses, pass: Pass = passOn): Promise<Pipes> {
  const { name, brokers } = addresses;
  calmKafkajs();
  const kafka = new Kafka({ clientId: name, brokers: [...brokers], logLevel: logLevel.ERROR });
  const out = new GroupCommit(kafka);
  const consumers: Consumer[] = [];
  await out.connect();

  const consume = async (topic: string, handle: (batch: EachBatchPayload['batch']) => Promise<void>) => {
    const consumer = kafka.consumer({ groupId: name, maxWaitTimeInMs: 250, minBytes: 1 });
    consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS,
      eachBatch: async (payload) => {
        await handle(payload.batch);
        payload.resolveOffset(payload.batch.lastOffset());
        commitSoon(payload);
      },
    });
  };

  let timer: NodeJS.Timeout | undefined;
  let commit = async () => {};
  const commitSoon = (payload: EachBatchPayload) => {
    commit = async () => {
      timer = undefined;
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    };
    timer ??= setTimeout(() => void commit().catch(() => {}), COMMIT_MS);
  };

  return {
    say: (topic, message) => out.send(topic, [message]),
    hop: (from, to, work) => consume(from, async (batch) => out.send(to, await pass(batch, work))),
    show: (from, onScreen) => consume(from, async (batch) => onScreen(await pass(batch, (message) => message))),
    async close() {
      clearTimeout(timer);
      await commit().catch(() => {});
      for (const consumer of consumers) await consumer.disconnect();
      await out.disconnect();
    },
  };
}

const passOn: Pass = async ({ messages }, work) => messages.map(({ value }) => work(read(value)));

/**
 * kafkajs asks for a timer each millisecond for as long as a connection lives: this floor has the cure that the product has, and
 * naive, in the same program, has not.
 */
function calmKafkajs(): void {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
