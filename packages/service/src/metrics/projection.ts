import type { ProjectionWatch } from '@backchannel/projection';
import { type Meter, seconds, times } from './meter.ts';

/** What a service's projection does. */
export function watchProjection(meter: Meter): ProjectionWatch | undefined {
  if (!meter.isOn) return undefined;
  const steps = meter.histogram({
    name: 'backchannel_projection_step_seconds',
    help: 'Reading, deciding and storing of up to 100 records',
    buckets: times,
  })();
  const records = meter.counter({ name: 'backchannel_projection_records_total', help: 'Records that were folded' })();
  const rebuilds = meter.counter({
    name: 'backchannel_projection_rebuilds_total',
    help: 'Times that a slot was emptied, to be folded from the start of the log',
  })();
  const jumps = meter.counter({
    name: 'backchannel_projection_jumps_total',
    help: 'Times that reading went on at the position that the store has, back or forth',
  })();
  rebuilds.add(0);
  jumps.add(0);
  const positions = new Map<number, number>();
  meter.reading(
    {
      kind: 'gauge',
      name: 'backchannel_projection_position',
      help: 'The next offset to fold of a partition that this instance has folded last',
      labels: ['partition'],
    },
    () => [...positions].map(([partition, position]) => [[String(partition)], position] as const),
  );
  return {
    stepped({ partition, position, count, ms }) {
      steps.observe(seconds(ms));
      records.add(count);
      positions.set(partition, position);
    },
    begunAnew: () => rebuilds.add(),
    jumped: () => jumps.add(),
  };
}
