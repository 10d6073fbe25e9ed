import { Bot, limits, TurnAnswered } from '@backchannel/contracts';
import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  json,
  oneof,
  option,
  property,
  record,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, elapsed, freshSession, opened, posted, returned, said, turnOf } from './bot.fixture.ts';
import { CompiledBot } from './compiled.ts';

const word = constantFrom('pay', 'yes', 'no', 'help', 'a b', '');
const pattern = oneof(word.filter(Boolean), constantFrom('*', '*y*', '(yes|no)', 'p*', '(|a) b', '*(*)*'));
const dialogs = ['one', 'two', 'three', 'fallback'];
const steps = dialogs.flatMap((dialog) => [1, 2, 3].map((number) => `${dialog} ${number}`));
const next = oneof(
  { weight: 3, arbitrary: constant('next') },
  constantFrom('end', 'close_dialog', 'close_conversation'),
  { weight: 2, arbitrary: constantFrom(...steps).map((interaction) => ({ interaction })) },
  { weight: 2, arbitrary: constantFrom(...dialogs).map((dialog) => ({ dialog })) },
);
const words = array(
  constantFrom(
    'Hello. ',
    '{$webView.a}',
    '{$botContext.a}',
    '{$userMessage}',
    '{$',
    '{$firstname}',
    '<b>',
    '__proto__',
  ),
  { minLength: 1, maxLength: 4 },
).map((parts) => parts.join(''));
const set = array(
  record({
    name: constantFrom('a', 'b', 'constructor'),
    value: oneof(words, integer()),
    scope: constantFrom('request', 'dialog', 'session'),
  }),
  { maxLength: 2 },
);
const condition = oneof(
  record({ variable: constantFrom('a', 'webView.a'), is: constantFrom('equals', 'greater', 'contains'), value: word }),
  record({ variable: constantFrom('b', 'webView.b'), is: constantFrom('is_set', 'is_not_set') }),
);
const rule = record({
  type: constant('pattern'),
  patterns: array(pattern, { minLength: 1, maxLength: 2 }),
  exclude: array(pattern, { maxLength: 1 }),
  conditions: array(condition, { maxLength: 2 }),
  any: boolean(),
  set,
  next,
});
const noMatch = record({ type: constant('no_match'), text: words, set, next });
const interaction = (name: string): Arbitrary<object> =>
  oneof(
    record({ type: constant('text'), name: constant(name), text: words, next }),
    record(
      {
        type: constant('text_question'),
        name: constant(name),
        text: words,
        next,
        giveUp: next,
        rules: tuple(array(rule, { maxLength: 2 }), option(noMatch)).map(([all, last]) =>
          last ? [...all, last] : all,
        ),
        fallback: words,
        maxReasks: integer({ min: 0, max: 2 }),
      },
      { requiredKeys: ['type', 'name', 'text'] },
    ),
  );
const dialog = (name: string) =>
  record({
    name: constant(name),
    type: constant(name === 'fallback' ? 'fallback' : 'dialog'),
    starter:
      name === 'fallback'
        ? constant(undefined)
        : record({ patterns: tuple(pattern), exclude: array(pattern, { maxLength: 1 }) }),
    interactions: tuple(interaction(`${name} 1`), interaction(`${name} 2`), interaction(`${name} 3`)),
  });
const bot = record({
  id: constant('b'),
  name: constant('B'),
  start: option(word.filter(Boolean), { nil: undefined }),
  dialogs: tuple(...dialogs.map(dialog)),
}).map((value) => new CompiledBot(Bot.parse(value), 1));

const input = oneof(
  { weight: 6, arbitrary: word.map((text) => said(text)) },
  { weight: 2, arbitrary: option(word, { nil: undefined }).map((message) => posted(message)) },
  constantFrom(opened(), returned(), elapsed()),
);
const webView = record({ a: json().map((text) => JSON.parse(text)), b: word }, { requiredKeys: [] });

test('any bot answers anything, once and always the same', () => {
  assert(
    property(bot, array(input, { minLength: 1, maxLength: 8 }), webView, (compiled, inputs, variables) => {
      let session = { ...freshSession, webView: variables };
      for (const [index, one] of inputs.entries()) {
        const turn = turnOf(one, { turn: index + 1, session });
        const before = structuredClone(turn);
        const answered = TurnAnswered.schema.parse(answerOf(compiled, turn));

        expect(answerOf(compiled, turn)).toEqual(answered);
        expect(turn).toEqual(before);
        expect(answered).toMatchObject({ turn: index + 1, final: true, failed: false });
        const ids = answered.replies.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        // Whatever waits is the question on top; where nothing waits, no dialog is open.
        const top = answered.session?.stack.at(-1);
        expect(answered.session?.waiting?.for).toBe(top?.interaction);
        expect(answered.session?.stack.length).toBeLessThanOrEqual(dialogs.length);
        expect(ids.length).toBeLessThan(limits.interactionsInARow * (limits.dialogChanges * 2 + 2));
        session = answered.session as typeof session;
      }
    }),
    { numRuns: 2000 },
  );
});
