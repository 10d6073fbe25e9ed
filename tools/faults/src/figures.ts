import type { Utterance } from './crowd/utterance.ts';

/** When something was done to the system, and when its cause was gone. */
export interface Moments {
  readonly faultAt: number;
  readonly goneAt: number;
  /** Nothing new was begun after it. */
  readonly endAt: number;
  /** People who are made to wait, by their places. */
  readonly excused?: ReadonlySet<number>;
}

export interface Figures {
  readonly said: number;
  readonly accepted: number;
  readonly refused: number;
  /** How often something was said again, because nobody had taken it. */
  readonly again: number;
  /** What 99 of 100 waited for their answer before anything was done. */
  readonly calmMs: number | null;
  /** The longest that anybody waited, from saying something first to seeing the answer. Null: for ever. */
  readonly longestMs: number | null;
  /** From when the cause was gone until everybody is answered in time again. Null: not before the end. */
  readonly recoveryMs: number | null;
}

/** In time is what takes a second, or twice as long as it took before, but two seconds at most: not every machine is fast. */
const IN_TIME_MS = 1000;
const IN_TIME_MOST_MS = 2000;
const STEP_MS = 100;
const STEADY_MS = 1000;

export function figuresOf(utterances: readonly Utterance[], moments: Moments): Figures {
  const answered = utterances.filter(({ refusal, person }) => refusal === undefined && !moments.excused?.has(person));
  const calm = answered.filter(({ shownAt = Infinity }) => shownAt < moments.faultAt).map(waitOf);
  const troubled = answered.filter(({ shownAt = Infinity }) => shownAt >= moments.faultAt).map(waitOf);
  const calmMs = calm.length > 0 ? percentile(calm, 0.99) : null;
  return {
    said: utterances.length,
    accepted: utterances.filter(({ acceptedAt }) => acceptedAt !== undefined).length,
    refused: utterances.filter(({ refusal }) => refusal !== undefined).length,
    again: utterances.reduce((sum, { again }) => sum + again, 0),
    calmMs: finite(calmMs),
    longestMs: finite(troubled.reduce((most, ms) => Math.max(most, ms), 0)),
    recoveryMs: recoveryOf(answered, moments, Math.min(IN_TIME_MOST_MS, Math.max(IN_TIME_MS, 2 * (calmMs ?? 0)))),
  };
}

/** The first moment from which on, for a second, nobody waits longer than that, whenever they have said it. */
function recoveryOf(utterances: readonly Utterance[], { goneAt, endAt }: Moments, inTimeMs: number): number | null {
  for (let at = goneAt; at + STEADY_MS <= endAt; at += STEP_MS) {
    const isLate = ({ saidAt, shownAt = Infinity }: Utterance) =>
      saidAt < at + STEADY_MS && shownAt > Math.max(saidAt, at) + inTimeMs;
    if (!utterances.some(isLate)) return Math.round(at - goneAt);
  }
  return null;
}

const waitOf = ({ saidAt, shownAt = Infinity }: Utterance) => shownAt - saidAt;

const finite = (ms: number | null) => (ms === null || !Number.isFinite(ms) ? null : Math.round(ms));

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
