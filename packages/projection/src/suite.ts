import { describe } from 'vitest';
import { besideSuite } from './suite/beside.ts';
import { goingBackSuite } from './suite/going-back.ts';
import { goingOnSuite } from './suite/going-on.ts';
import { marksSuite } from './suite/marks.ts';
import type { OpenSlots } from './suite/open.ts';
import { ownersSuite } from './suite/owners.ts';
import { stepSuite } from './suite/step.ts';

export type { OpenSlots, TestStore } from './suite/open.ts';

/** What every store of projections has to pass. */
export function projectionSuite(name: string, openSlots: OpenSlots): void {
  describe(`projection on ${name}`, () => {
    describe('one step', () => {
      stepSuite(openSlots);
    });
    describe('beside the states', () => {
      besideSuite(openSlots);
    });
    describe('numbers of many keys', () => {
      marksSuite(openSlots);
    });
    describe('going on', () => {
      goingOnSuite(openSlots);
    });
    describe('going back', () => {
      goingBackSuite(openSlots);
    });
    describe('owners', () => {
      ownersSuite(openSlots);
    });
  });
}
