import type { Meter } from '@backchannel/service';

/** What happens at the sockets of an instance: plain numbers, which are looked at when somebody asks. */
export class Figures {
  open = () => 0;
  frames = 0;
  /** Sockets that we closed, by the reason; `gone`: it did not answer. */
  readonly closed = new Map<string, number>();

  close(reason: string): void {
    this.closed.set(reason, (this.closed.get(reason) ?? 0) + 1);
  }

  tell(meter: Meter): void {
    // Looked for by alarms: there from the beginning.
    for (const reason of ['slow', 'hello_missing', 'gone']) this.closed.set(reason, 0);
    const open = { kind: 'gauge', name: 'backchannel_sockets_open', help: 'Sockets of this instance' } as const;
    meter.reading(open, () => [[[], this.open()]]);
    const frames = {
      kind: 'counter',
      name: 'backchannel_sockets_frames_total',
      help: 'Frames that were written to sockets',
    } as const;
    meter.reading(frames, () => [[[], this.frames]]);
    const closed = {
      kind: 'counter',
      name: 'backchannel_sockets_closed_total',
      help: 'Sockets that we closed, by the reason of the close code; gone: it did not answer a ping',
      labels: ['reason'],
    } as const;
    meter.reading(closed, () => [...this.closed].map(([reason, count]) => [[reason], count] as const));
  }
}
