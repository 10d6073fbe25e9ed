import type { Step } from './measure/step.ts';
import { carries, fallsBehind, voidReason } from './verdict.ts';

export interface Ladder {
  readonly rates: readonly number[];
  /** How often, at most, the gap between what is carried and what is not is halved. */
  readonly refine: number;
}

/** Of what is carried: in a smaller gap nobody looks closer. */
const CLOSE = 0.1;

/** Goes up the rates until one is not carried, then looks closer; `climb` measures one. */
export async function climb({ rates, refine }: Ladder, measure: (rate: number) => Promise<Step>): Promise<Step[]> {
  const steps: Step[] = [];
  let good = 0;
  let bad = 0;
  for (const rate of rates) {
    const step = await measure(rate);
    steps.push(step);
    if (carries(step)) good = rate;
    if (fallsBehind(step)) bad = rate;
    // What is still on its way would be in the way of the next step.
    if (step.late > 0) return steps;
    if (bad > 0) break;
  }
  for (let times = 0; good > 0 && bad - good > CLOSE * good && times < refine; times += 1) {
    const rate = Math.round((good + bad) / 2);
    const step = await measure(rate);
    steps.push(step);
    if (carries(step)) good = rate;
    else bad = rate;
    if (step.late > 0) break;
  }
  return steps;
}

/** The highest rate that was carried; 0 if none was. */
export function mostCarried(steps: readonly Step[]): number {
  return Math.max(0, ...steps.filter(carries).map(({ rate }) => rate));
}

/**
 * Whether that is what the system carries, and not only what the generator could show: nothing void lies between it and where
 * the system falls behind.
 */
export function isDecided(steps: readonly Step[]): boolean {
  const above = steps.filter(({ rate }) => rate > mostCarried(steps));
  const behind = Math.min(...above.filter(fallsBehind).map(({ rate }) => rate));
  return !above.some((step) => step.rate < behind && voidReason(step) !== undefined);
}
