import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { act } from './acts.ts';
import { brokenKeeping, brokenPromises } from './promises.ts';
import { rulesTakenOut } from './sabotages.ts';
import { type Sabotage, World } from './world.ts';

const schedules = fc.array(act, { maxLength: 100, size: 'max' });

function keepsPromises(sabotage?: Sabotage) {
  return fc.property(schedules, (acts) => {
    const world = new World(sabotage);
    for (const take of acts) take(world);
    world.settle();
    expect(brokenPromises(world)).toEqual([]);
    expect(brokenKeeping(world)).toEqual([]);
  });
}

/** `SCHEDULES=80000 npx vitest run tests/protocol` looks longer. */
const schedulesToTry = Number(process.env.SCHEDULES ?? 3000);

test('whatever happens, session, chat and outcomes agree, and nothing is stuck', () => {
  fc.assert(keepsPromises(), { numRuns: schedulesToTry });
}, 3_600_000);

test.each(rulesTakenOut)(
  'without rule %s a promise breaks',
  (_, sabotage) => {
    const found = fc.check(keepsPromises(sabotage), { numRuns: 30_000, endOnFailure: true });
    expect(found.failed).toBe(true);
  },
  120_000,
);
