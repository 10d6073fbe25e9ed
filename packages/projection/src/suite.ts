import { describe } from 'vitest';
import type { OpenSlots } from './suite/open.ts';
import { stepSuite } from './suite/step.ts';

/** What every store of projections has to pass. */
export function projectionSuite(name: string, openSlots: OpenSlots): void {
  describe(name, () => {
    stepSuite(openSlots);
  });
}
