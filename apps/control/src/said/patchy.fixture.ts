import type { Event } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';

/** A real broker that can be out of reach for who says something. */
export class PatchyBroker extends SqliteBroker implements AsyncDisposable {
  isAway = false;

  constructor() {
    super({ path: ':memory:', partitions: 4 });
  }

  override publish(events: readonly Event[]): Promise<void> {
    return this.isAway && events.length > 0 ? Promise.reject(new Error('out of reach')) : super.publish(events);
  }

  override waitsFor(): readonly string[] {
    return this.isAway ? ['the log is out of reach'] : super.waitsFor();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
