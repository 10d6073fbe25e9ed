import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createProjection } from '../log-projection.ts';
import { sqliteSlots } from '../sqlite-slots.ts';
import { dump } from './begin.ts';
import { type Fact, rules } from './facts.ts';
import { TestLog, TestReader } from './log.ts';
import type { OpenSlots } from './open.ts';
import { type Happening, Schedule } from './schedule.ts';

const KEYS = ['a', 'b'];

/** Schedules tried in each run of the tests: leaving a rule out is found within some tens. */
const RUNS = 60;

/** Any number of owners, crashes and rollbacks. */
export function ownersSuite(openSlots: OpenSlots): void {
  test('whatever happens to its owners, a partition ends as if one had folded it, and all that was decided is said', {
    tags: 'long',
    timeout: 120_000,
  }, async () => {
    const property = fc.asyncProperty(fc.array(happening, { minLength: 20, maxLength: 120 }), async (happenings) => {
      await using store = await openSlots();
      const log = new TestLog();
      await new Schedule(log, store, 3).run(happenings);

      const projection = createProjection({ slots: store.slots, rules, say: log.say });
      const last = await new TestReader(log, projection).assign();
      await last.toEnd();
      await last.tick();

      const { decided, state } = await alone(log);
      expect(await dump(store.slots, KEYS)).toEqual(state);
      const said = new Set(log.saidIds());
      expect(decided.filter((id) => !said.has(id))).toEqual([]);
      expect(untold(log, said)).toEqual([]);
    });
    await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 100_000 });
  });
}

async function alone(facts: TestLog): Promise<{ decided: string[]; state: unknown }> {
  const slots = sqliteSlots(':memory:');
  const log = new TestLog();
  log.records = facts.records;
  const reader = new TestReader(log, createProjection({ slots, rules, say: log.say }));
  await (await reader.assign()).toEnd(1);
  const state = await dump(slots, KEYS);
  await slots.close();
  return { decided: log.saidIds().filter((id) => id.includes('add')), state };
}

/** A later state tells no less than an earlier one: each `open` is told by itself, or by what came after it. */
function untold(log: TestLog, said: ReadonlySet<string>): string[] {
  const told = [...said].map((id) => id.split(' ')).filter(([, what]) => what === 'open');
  const counts = new Map<string, number>();
  const missing: string[] = [];
  for (const { envelope, event } of log.records) {
    const what = (event?.data as Fact | undefined)?.do;
    if (what === 'nothing') continue;
    const n = (counts.get(envelope.key) ?? 0) + 1;
    counts.set(envelope.key, n);
    if (what !== 'open') continue;
    if (!told.some(([key, , m]) => key === envelope.key && Number(m) >= n)) missing.push(`${envelope.key} open ${n}`);
  }
  return missing;
}

const key = fc.constantFrom(...KEYS);
const id = fc.constantFrom('x', 'y', 'z');
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ key, do: fc.constant('add' as const) }),
  fc.record({ key, do: fc.constant('open' as const) }),
  fc.record({ key, do: fc.constant('push' as const), row: fc.nat(99) }),
  fc.record({ key, do: fc.constant('take' as const), count: fc.nat(3) }),
  fc.record({ key, do: fc.constant('put' as const), id, keep: fc.constantFrom(undefined, 1, 2) }),
  fc.record({ key, do: fc.constant('look' as const), id }),
  fc.record({ key, do: fc.constant('deadline' as const), id, at: fc.nat(9) }),
  fc.record({ key, do: fc.constantFrom('noDeadline' as const, 'forget' as const, 'nothing' as const) }),
);
const who = fc.nat(2);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      happens: fc.constant('append' as const),
      facts: fc.array(fact, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({ happens: fc.constant('go' as const), who, size: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ happens: fc.constant('crash' as const), who }) },
  { weight: 1, arbitrary: fc.record({ happens: fc.constant('snapshot' as const) }) },
  { weight: 1, arbitrary: fc.record({ happens: fc.constant('restore' as const) }) },
);
