import type { Step } from './measure/step.ts';
import { carries, fallsBehind, voidReason } from './verdict.ts';

export interface Ladder {
  readonly rates: readonly number[];
  /** How often the gap between what is carried and what is not is halved. */
  readonly refine: number;
}

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
  for (let times = 0; bad > 0 && good > 0 && times < refine; times += 1) {
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

/** Whether that is what the system carries, and not only what the generator could show: nothing void lies above it. */
export function isDecided(steps: readonly Step[]): boolean {
  const most = mostCarried(steps);
  return !steps.some((step) => step.rate > most && voidReason(step) !== undefined && !fallsBehind(step));
}
