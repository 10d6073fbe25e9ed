import * as fc from 'fast-check';
import { conversations, type World } from './world.ts';

/** One step that somebody takes. */
export type Act = (world: World) => void;

const place = fc.nat(11);
const conversation = fc.constantFrom(...conversations);
const reader = fc.constantFrom('session' as const, 'chat' as const);
const attempt = fc.nat(10_000);
const few = fc.integer({ min: 1, max: 4 });
const rarely = fc.nat(4).map((n) => n === 0);
let names = 0;

function when<What>(from: fc.Arbitrary<What>, take: (world: World, what: What) => unknown): fc.Arbitrary<Act> {
  return from.map((what) => (world: World) => void take(world, what));
}

const doors = [
  when(conversation, (world, c) => world.input(c, { kind: 'said', text: 'hello' })),
  when(fc.tuple(conversation, fc.constantFrom(undefined, 'queue', 'reject')), (world, [c, busy]) => {
    names += 1;
    world.input(c, { kind: 'posted', variables: { [`v${names}`]: 1 }, busy });
  }),
  when(fc.tuple(conversation, fc.nat(2), fc.nat(1)), (world, [c, key, body]) => {
    const variables = { [`${c}-${key}-${body}`]: 1 };
    world.input(c, { kind: 'posted', variables, message: body ? 'paid' : undefined }, `${c}-${key}`);
  }),
  when(fc.tuple(conversation, fc.nat(19)), (world, [c, rare]) => rare === 0 && world.input(c, { kind: 'closed' })),
  when(fc.tuple(conversation, fc.nat(29)), (world, [c, rare]) => rare === 0 && world.input(c, { kind: 'erased' })),
  when(fc.tuple(conversation, fc.constantFrom(undefined, 'survey')), (world, [c, message]) => {
    world.input(c, { kind: 'resumed', message });
  }),
  when(fc.tuple(conversation, rarely), (world, [c, now]) => now && world.unreadableInput(c)),
  when(place, (world, which) => world.repeat(which)),
];

/** What a wait step may wait for. */
const post = when(fc.tuple(conversation, fc.nat(5)), (world, [c, kind]) => {
  names += 1;
  const variables = { [`v${names}`]: 1, ...(kind % 2 === 0 && { x: names }) };
  const endpoint = kind > 3 ? 'e' : undefined;
  const target = kind === 5 ? { dialog: 'd' } : undefined;
  world.input(c, { kind: 'posted', variables, endpoint, target, message: kind === 3 ? 'paid' : undefined });
});

const tabs = [
  when(fc.tuple(conversation, fc.nat(3), rarely), (world, [c, tab, old]) => world.tabLooks(tab, c, old ? 1 : 0)),
  when(fc.tuple(place, rarely), (world, [which, lost]) => world.tabs.take(which, lost)),
  when(fc.tuple(place, rarely), (world, [which, now]) => now && world.tabs.crash(which)),
  when(fc.tuple(conversation, fc.nat(3), fc.constantFrom('ok', 'no')), (world, [c, turn, value]) => {
    world.pageReturns(c, turn, value);
  }),
];

const clocks = [
  when(fc.constant(null), (world) => world.timeRunsOut()),
  when(fc.tuple(conversation, rarely), (world, [c, now]) => now && world.turnIsLate(c)),
];

const readers = [
  when(fc.tuple(reader, place, few), (world, [who, which, count]) => world[who].read(which, count)),
  when(fc.tuple(reader, place, few), (world, [who, which, count]) => {
    world[who].read(which, count);
    world[who].write(which);
    world[who].say(which);
  }),
  when(fc.tuple(reader, place), (world, [who, which]) => world[who].write(which)),
  when(fc.tuple(reader, place), (world, [who, which]) => world[who].say(which)),
  when(fc.tuple(reader, place), (world, [who, which]) => world[who].commit(which)),
  when(fc.tuple(reader, place), (world, [who, which]) => world[who].crash(which)),
  when(fc.tuple(reader, fc.nat(3), rarely), (world, [who, steps, now]) => now && world[who].rollBack(steps)),
];

/** So that conversations get somewhere. */
const goingOn = [
  {
    weight: 3,
    arbitrary: when(fc.tuple(conversation, fc.nat(3)), (world, [c, tab]) => {
      world.chat.goOn();
      world.tabLooks(tab, c, 0);
      world.tabs.take(0, false);
    }),
  },
  { weight: 4, arbitrary: when(reader, (world, who) => world[who].goOn()) },
  { weight: 4, arbitrary: when(attempt, (world, n) => world.answer(world.turns.length - 1, n)) },
  { weight: 1, arbitrary: when(fc.tuple(place, attempt), (world, [which, n]) => world.answer(which, n)) },
];

const each = (weight: number, acts: readonly fc.Arbitrary<Act>[]) => acts.map((arbitrary) => ({ weight, arbitrary }));

/** Every step that anybody can take. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  ...each(1, [...doors, ...clocks, ...readers]),
  ...each(2, [post, ...tabs]),
  ...goingOn,
);
