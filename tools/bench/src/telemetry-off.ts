// What telemetry costs a record where nobody collects it: `node --expose-gc tools/bench/src/telemetry-off.ts`.
import { ConversationLog, InputReceived } from '@backchannel/contracts';
import { isRecorded, type Received, read, spansOf, write } from '@backchannel/messaging';
import { noMeter } from '@backchannel/service';

const ROUNDS = 7;
const TIMES = 200_000;

const input = InputReceived(
  {
    kind: 'said',
    inputId: 'i',
    conversationId: 'c',
    botId: 'b',
    at: 0,
    text: 'order 1',
    bot: { version: 1, sessionMs: 1000, lateMessageMs: 1000 },
  },
  { time: 0 },
);
const batch: readonly Received[] = Array.from({ length: 100 }, (_, offset) =>
  read(ConversationLog, { partition: 0, offset }, write(input)),
);
const counter = noMeter.counter({ name: 'none', help: 'none' })();

/** Nanoseconds and bytes a time; what is not freed meanwhile is counted. */
function measure(work: () => unknown): { ns: number; bytes: number } {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const began = process.hrtime.bigint();
  for (let i = 0; i < TIMES; i += 1) work();
  const ns = Number(process.hrtime.bigint() - began) / TIMES;
  return { ns, bytes: Math.max(0, process.memoryUsage().heapUsed - before) / TIMES };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const works: readonly (readonly [what: string, per: number, work: () => unknown])[] = [
  ['nothing, in a loop', 1, () => undefined],
  ['spans of a batch of 100, a record', 100, () => spansOf(batch, 'session')],
  ['whether a record is in a recorded trace', 1, () => isRecorded(batch[0]?.envelope.traceparent)],
  ['a counter of a meter that is off', 1, () => counter.add(1)],
];
for (const [what, per, work] of works) {
  for (let i = 0; i < 3; i += 1) measure(work);
  const rounds = Array.from({ length: ROUNDS }, () => measure(work));
  const ns = median(rounds.map((round) => round.ns / per));
  const bytes = median(rounds.map((round) => round.bytes / per));
  process.stdout.write(`${what.padEnd(42)} ${ns.toFixed(2).padStart(8)} ns ${bytes.toFixed(2).padStart(8)} bytes\n`);
}
