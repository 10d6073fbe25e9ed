import { limits } from '@backchannel/contracts';
import type { Backlog, Broker } from '@backchannel/messaging';
import type { FastifyInstance } from 'fastify';
import { Lateness } from './lateness.ts';
import { pathOf } from './path.ts';
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
    const refused = this.#refused();
    if (refused) throw refused;
  }

  has(): boolean {
    return this.#refused() === null;
  }

  /** Stands before doors: who finds no room is sent away before anything of the request is read. */
  guard(server: FastifyInstance, isDoor: (path: string) => boolean): void {
    server.addHook('onRequest', (request, _reply, done) => {
      const refused = this.#refused();
      if (refused && isDoor(pathOf(request))) done(refused);
      else done();
    });
  }

  #refused(): Refused | null {
    // Only a door looks at the clock.
    this.#lateness ??= new Lateness(limits.lateMs);
    return full(this.#broker.backlog(), this.#lateness.isLate);
  }

  close(): void {
    this.#lateness?.close();
  }
}

function full({ records, bytes, oldestMs }: Backlog, isLate: boolean): Refused | null {
  if (oldestMs > limits.backlogMs) return slow;
  if (records >= limits.backlogRecords || bytes >= limits.backlogBytes) return tooMuch;
  // A process that is late although hardly anybody asks is late for another reason: to refuse them would not help it.
  if (isLate && records >= limits.lateRecords) return late;
  return records >= limits.busyRecords && oldestMs > limits.busyMs ? busy : null;
}

// Made once, for refusing has to be cheap while there is no room: an error's stack alone would cost more than the rest.
const noRoom = (detail: string) => new Refused('unavailable', { detail });
const slow = noRoom('the log is slow: what came before still waits for it');
const tooMuch = noRoom('too much waits for the log');
const late = noRoom('too much is asked of this process');
const busy = noRoom('more comes than the log takes');
