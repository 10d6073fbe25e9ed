import type { Watch } from '@backchannel/messaging';
import type { Opened } from '../opened.ts';
import { type Adds, type Meter, seconds, times } from './meter.ts';

/** By topic; for whoever parks records by itself, too. */
export const countParked = (meter: Meter): ((topic: string) => Adds) =>
  meter.counter({ name: 'backchannel_consumer_parked_total', help: 'Records that were parked', labels: ['topic'] });

/** What a service's consumers do, by topic. Counted by batch. */
export function watchConsumers({ name, meter, broker }: Pick<Opened, 'name' | 'meter' | 'broker'>) {
  if (!meter.isOn) return () => undefined;
  meter.reading(
    {
      kind: 'gauge',
      name: 'backchannel_consumer_lag',
      help: 'Records of a partition that this instance has in hand or before it',
      labels: ['topic', 'partition'],
    },
    () =>
      broker
        .standings()
        .filter(({ group }) => group === name)
        .map(({ topic, partition, lag }) => [[topic, String(partition)], lag] as const),
  );
  const labels = ['topic'];
  const batches = meter.histogram({
    name: 'backchannel_consumer_batch_records',
    help: 'Records that a handler gets at a time',
    labels,
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
  });
  const handlerTimes = meter.histogram({
    name: 'backchannel_consumer_handler_seconds',
    help: 'What one try of a handler takes',
    labels,
    buckets: times,
  });
  const retries = meter.counter({
    name: 'backchannel_consumer_retries_total',
    help: 'Times that something failed and is tried again: a handler, a tick, saying what it decided, finding where to begin',
    labels,
  });
  const parked = countParked(meter);

  return (topic: string): Watch => {
    const [size, time, failed, park] = [batches(topic), handlerTimes(topic), retries(topic), parked(topic)];
    // From the beginning, so that its first rise is seen.
    failed.add(0);
    park.add(0);
    return {
      handled(records, ms) {
        size.observe(records);
        time.observe(seconds(ms));
      },
      failed: () => failed.add(),
      parked: () => park.add(),
    };
  };
}
