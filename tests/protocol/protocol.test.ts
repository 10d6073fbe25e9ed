import type { Received } from '@backchannel/messaging';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromises } from './promises.ts';
import { conversations, type Sabotage, World } from './world.ts';

type Act = (world: World) => void;

const place = fc.nat(11);
const conversation = fc.constantFrom(...conversations);
const reader = fc.constantFrom('session' as const, 'chat' as const);
let names = 0;

/** Every step that anybody can take. */
const act: fc.Arbitrary<Act> = fc.oneof(
  conversation.map((c) => (world: World) => world.input(c, { kind: 'said', text: 'hello' })),
  fc.tuple(conversation, fc.constantFrom(undefined, 'queue', 'reject')).map(([c, busy]) => (world: World) => {
    names += 1;
    world.input(c, { kind: 'posted', variables: { [`v${names}`]: 1 }, busy });
  }),
  fc.tuple(conversation, fc.nat(2), fc.nat(1)).map(([c, key, body]) => (world: World) => {
    world.input(
      c,
      { kind: 'posted', variables: { [`${c}-${key}-${body}`]: 1 }, message: body ? 'paid' : undefined },
      `${c}-${key}`,
    );
  }),
  fc.tuple(conversation, fc.nat(9)).map(
    ([c, rare]) =>
      (world: World) =>
        rare === 0 && world.input(c, { kind: 'closed' }),
  ),
  fc.tuple(conversation, fc.nat(5)).map(
    ([c, rare]) =>
      (world: World) =>
        rare === 0 && world.unreadableInput(c),
  ),
  place.map((which) => (world: World) => world.repeat(which)),
  fc.tuple(place, fc.nat(60)).map(
    ([which, attempt]) =>
      (world: World) =>
        world.answer(which, attempt),
  ),
  fc.tuple(conversation, fc.nat(5)).map(
    ([c, turn]) =>
      (world: World) =>
        world.pageReturns(c, turn),
  ),
  fc.tuple(conversation, fc.nat(3)).map(
    ([c, rare]) =>
      (world: World) =>
        rare === 0 && world.turnIsLate(c),
  ),
  fc.constant((world: World) => world.timeRunsOut()),
  fc.tuple(reader, place, fc.integer({ min: 1, max: 4 })).map(([who, which, count]) => (world: World) => {
    world[who].read(which, count);
  }),
  fc.tuple(reader, place, fc.integer({ min: 1, max: 4 })).map(([who, which, count]) => (world: World) => {
    world[who].read(which, count);
    world[who].write(which);
    world[who].say(which);
  }),
  fc.tuple(reader, place).map(
    ([who, which]) =>
      (world: World) =>
        world[who].write(which),
  ),
  fc.tuple(reader, place).map(
    ([who, which]) =>
      (world: World) =>
        world[who].say(which),
  ),
  fc.tuple(reader, place).map(
    ([who, which]) =>
      (world: World) =>
        world[who].commit(which),
  ),
  fc.tuple(reader, place).map(
    ([who, which]) =>
      (world: World) =>
        world[who].crash(which),
  ),
  fc.tuple(reader, fc.nat(3), fc.nat(3)).map(
    ([who, steps, rare]) =>
      (world: World) =>
        rare === 0 && world[who].rollBack(steps),
  ),
);

const schedules = fc.array(act, { maxLength: 60, size: 'max' });

function keepsPromises(sabotage?: Sabotage) {
  return fc.property(schedules, (acts) => {
    const world = new World(sabotage);
    for (const take of acts) take(world);
    world.settle();
    expect(brokenPromises(world)).toEqual([]);
  });
}

/** `SCHEDULES=80000 npx vitest run tests/protocol` looks longer. */
const schedulesToTry = Number(process.env.SCHEDULES ?? 3000);

test('whatever happens, session, chat and outcomes agree, and nothing is stuck', () => {
  fc.assert(keepsPromises(), { numRuns: schedulesToTry });
}, 3_600_000);

/** Makes one rule untrue, by showing the rules something else than there is. */
const rulesTakenOut: [rule: string, Sabotage][] = [
  [
    '2, one input after the other',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const isInput = record.envelope.type === 'input.received';
          const { state } = view;
          if (!isInput || !state?.open) return rules.decide(view, record);
          const decision = rules.decide({ ...view, state: { ...state, open: null } }, record);
          return {
            ...decision,
            state: decision.state && { ...decision.state, open: decision.state.open ?? state.open },
          };
        },
      }),
    },
  ],
  [
    '3, session heeds the next turn only',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide(view, asNext(record, view.state?.turn ?? 0)),
      }),
    },
  ],
  [
    '3, chat heeds the next turn only',
    {
      chat: (rules) => ({ ...rules, decide: (view, record) => rules.decide(view, asNext(record, view.state.turn)) }),
    },
  ],
  [
    '3, chat takes the replies whose id it has not got',
    {
      chat: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide({ ...view, state: { ...view.state, open: null } }, record),
      }),
    },
  ],
  [
    '5, an answer that can not be read still finishes its turn',
    {
      session: (rules) => ({
        ...rules,
        needs: (record) => (record.problem === undefined ? rules.needs(record) : null),
      }),
    },
  ],
  [
    '6, while a page is waited for everything else is held back',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const { state } = view;
          if (record.envelope.type !== 'input.received' || !state?.session?.waiting || state.open)
            return rules.decide(view, record);
          const kept = state.session.waiting;
          const decision = rules.decide(
            {
              ...view,
              state: { ...state, session: { ...state.session, waiting: null } },
            },
            record,
          );
          const { session } = decision.state ?? {};
          return decision.state && session
            ? { ...decision, state: { ...decision.state, session: { ...session, waiting: kept } } }
            : decision;
        },
      }),
    },
  ],
  ['7, state and position change in one step', { reader: 'stores all in one step' }],
  ['7, only if the stored offset is the one it read', { reader: 'compares and sets' }],
  ['8, who finds a step says its events', { reader: 'says what it finds' }],
  ['9, a store that went back is folded again from where it is', { reader: 'goes back' }],
  [
    '11, what is told twice is recognised',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide({ ...view, entry: () => undefined }, record),
      }),
    },
  ],
  ['said before it is committed', { reader: 'says before it commits' }],
];

test.each(rulesTakenOut)(
  'without rule %s a promise breaks',
  (_, sabotage) => {
    const found = fc.check(keepsPromises(sabotage), { numRuns: 3000, endOnFailure: true });
    expect(found.failed).toBe(true);
  },
  120_000,
);

function asNext(record: Received, turn: number): Received {
  const { envelope, event } = record;
  if (envelope.type !== 'turn.answered') return record;
  const moved = { ...envelope, turn: turn + 1 };
  if (!event) return { ...record, envelope: moved };
  return {
    ...record,
    envelope: moved,
    event: { ...event, turn: turn + 1, data: { ...(event.data as object), turn: turn + 1 } },
  };
}
