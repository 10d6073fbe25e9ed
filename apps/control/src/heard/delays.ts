import type { Received } from '@backchannel/messaging';
import { type Meter, seconds, times } from '@backchannel/service';

/** How old the last record of a batch is when the tables have it. */
export function delays(meter: Meter): ((records: readonly Received[]) => void) | undefined {
  if (!meter.isOn) return undefined;
  const delay = meter.histogram({
    name: 'backchannel_journal_delay_seconds',
    help: 'From the time of a record to its being in the journal: of the last of each batch',
    labels: ['topic'],
    buckets: [...times, 30, 60, 300, 3600],
  });
  return (records) => {
    const last = records.at(-1)?.envelope;
    if (last) delay(last.topic).observe(Math.max(0, seconds(Date.now() - last.time)));
  };
}
