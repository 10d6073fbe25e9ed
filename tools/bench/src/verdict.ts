import type { Second } from './load/figures.ts';
import type { Violations } from './load/ledger.ts';
import type { Step } from './measure/step.ts';

/** A generator that is later than this by itself measures itself. */
const MOST_SLIP_MS = 2;
/** What a person in a chat does not notice. */
export const MOST_LATENCY_MS = 250;

/** Why a figure of latency is worth nothing; undefined if it is good. */
export function voidReason({ slip }: Pick<Step, 'slip'>): string | undefined {
  return slip.p99 > MOST_SLIP_MS ? `the generator was ${slip.p99.toFixed(1)} ms late itself (p99)` : undefined;
}

/** Whether a system carries the rate: all that was sent is accepted and shown in time, as far as can be said. */
export function carries(step: Pick<Step, 'sent' | 'accepted' | 'shown' | 'latency' | 'slip' | 'late'>): boolean {
  const isWhole = step.accepted === step.sent && step.shown === step.sent && step.late === 0;
  return isWhole && voidReason(step) === undefined && step.latency.p99 <= MOST_LATENCY_MS;
}

/** Whether the system itself does not carry the rate, however late the generator was: that is in the latency too. */
export function fallsBehind(step: Pick<Step, 'sent' | 'accepted' | 'latency' | 'late' | 'slip'>): boolean {
  return step.late > 0 || step.accepted < step.sent || step.latency.p99 - step.slip.p99 > MOST_LATENCY_MS;
}

/** Whether something that was accepted was still on its way when nobody waited any longer. */
export function isBehind({ late, shown, accepted }: Pick<Step, 'late' | 'shown' | 'accepted'>): boolean {
  return late > 0 || shown < accepted;
}

/** After how many seconds all that is posted is accepted and shown in time, and stays so; null: not before the end. */
export function recoveredAfter(seconds: readonly Second[]): number | null {
  const isWell = ({ accepted, refused, shown, p99 }: Second) =>
    accepted > 0 && refused === 0 && shown === accepted && p99 <= MOST_LATENCY_MS;
  const first = seconds.findLastIndex((second) => !isWell(second)) + 1;
  return first < seconds.length ? first : null;
}

/** Promises that were broken, in words; empty when all were kept. */
export function broken(violations: Violations): string[] {
  return Object.entries(violations).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
}
