import { type Encoded, type Spread, Times } from './histogram.ts';
import type { Ledger, Violations } from './ledger.ts';

/** What a step of a run has shown. Times are in milliseconds. */
export interface Figures {
  /** Posts that were due in the time that counts. */
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unanswered: number;
  /** Accepted and shown, until the end of the drain. */
  readonly shown: number;
  /** From the time a post was due to its reply on the socket. */
  readonly latency: Spread;
  /** From the time a post was due to the door's 202. */
  readonly acceptance: Spread;
  /** How long those waited that were refused. */
  readonly refusal: Spread;
  /** How late the generator itself was. */
  readonly slip: Spread;
  readonly histograms: { readonly latency: Encoded; readonly acceptance: Encoded; readonly slip: Encoded };
  /** Of each second that posts were due in. */
  readonly seconds: readonly Second[];
  /** Posts by the status that answered them, other than 202. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of all that the generator has done so far with this system. */
  readonly violations: Violations;
  readonly wireDoubles: number;
}

/** Of the posts that were due in it. */
export interface Second {
  readonly accepted: number;
  readonly refused: number;
  /** Of those that were accepted: what is never shown has no time, and is not in the p99. */
  readonly shown: number;
  readonly p99: number;
}

/** Of the posts with the numbers from `from` to `to`. */
export function figuresOf(ledger: Ledger, from: number, to: number): Figures {
  const times = { latency: new Times(), acceptance: new Times(), refusal: new Times(), slip: new Times() };
  const statuses: Record<string, number> = {};
  const seconds: { accepted: number; refused: number; times: Times }[] = [];
  const began = from < to ? ledger.intendedAt(from) : 0;
  let [accepted, refused, shown] = [0, 0, 0];

  for (let number = from; number < to; number += 1) {
    const second = (seconds[Math.floor((ledger.intendedAt(number) - began) / 1000)] ??= {
      accepted: 0,
      refused: 0,
      times: new Times(),
    });
    times.slip.add(ledger.slip(number));
    if (ledger.isRefused(number)) {
      refused += 1;
      second.refused += 1;
      times.refusal.add(ledger.answerLatency(number));
    }
    if (!ledger.isAccepted(number)) {
      const status = ledger.statusOf(number) || 'none';
      statuses[status] = (statuses[status] ?? 0) + 1;
      continue;
    }
    accepted += 1;
    second.accepted += 1;
    times.acceptance.add(ledger.answerLatency(number));
    const latency = ledger.latency(number);
    if (Number.isNaN(latency)) continue;
    shown += 1;
    times.latency.add(latency);
    second.times.add(latency);
  }

  return {
    sent: to - from,
    accepted,
    refused,
    unanswered: to - from - accepted - refused,
    shown,
    latency: times.latency.spread(),
    acceptance: times.acceptance.spread(),
    refusal: times.refusal.spread(),
    slip: times.slip.spread(),
    histograms: {
      latency: times.latency.encode(),
      acceptance: times.acceptance.encode(),
      slip: times.slip.encode(),
    },
    seconds: seconds.map(({ accepted, refused, times }) => ({
      accepted,
      refused,
      shown: times.count,
      p99: times.at(99),
    })),
    statuses,
    violations: { ...ledger.violations },
    wireDoubles: ledger.wireDoubles,
  };
}
