import { limits } from '@backchannel/contracts';
import type { Backlog, Broker } from '@backchannel/messaging';
import { Lateness } from './lateness.ts';
import { Refused } from './problems.ts';

/**
 * Whether a door has room for one more. Refuses at once what it could not say in time: its sender hears it while there is
 * still time to try elsewhere, and what waits fills no memory.
 */
export class Room {
  readonly #broker: Pick<Broker, 'backlog'>;
  #lateness: Lateness | undefined;

  constructor(broker: Pick<Broker, 'backlog'>) {
    this.#broker = broker;
  }

  /** 503 */
  require(): void {
    const why = this.#why();
    if (why !== null) throw new Refused('unavailable', { detail: why });
  }

  has(): boolean {
    return this.#why() === null;
  }

  #why(): string | null {
    // Only a door looks at the clock.
    this.#lateness ??= new Lateness(limits.lateMs);
    return full(this.#broker.backlog(), this.#lateness.isLate);
  }

  close(): void {
    this.#lateness?.close();
  }
}

function full({ records, bytes, oldestMs }: Backlog, isLate: boolean): string | null {
  if (oldestMs > limits.backlogMs) return 'the log is slow: what came before still waits for it';
  if (records >= limits.backlogRecords || bytes >= limits.backlogBytes) return 'too much waits for the log';
  // A process that is late although hardly anybody asks is late for another reason: to refuse them would not help it.
  if (isLate && records >= limits.lateRecords) return 'too much is asked of this process';
  return records >= limits.busyRecords && oldestMs > limits.busyMs ? 'more comes than the log takes' : null;
}
