import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BotFile } from './bot.ts';
import { findingsOf } from './sentences.ts';

/** What is said against a file: `pointer: sentence`. */
function said(value: unknown): string[] {
  const { error } = BotFile.safeParse(value);
  return findingsOf(BotFile, value, error?.issues ?? []).map(({ path, message }) => `/${path.join('/')}: ${message}`);
}
const botWith = (interaction: unknown) => ({
  id: 'shop',
  name: 'Shop',
  dialogs: [{ name: 'a', starter: { patterns: ['a'] }, interactions: [interaction] }],
});
const text = { name: 'x', type: 'text', text: 'Hi.' };
const question = (rule: object) => ({ name: 'x', type: 'text_question', text: 'Well?', rules: [rule] });
const wait = { name: 'x', type: 'wait' };
const at = '/dialogs/0/interactions/0';
const { text: _, ...withoutText } = text;

test.each<[what: string, interaction: unknown, ...said: (string | RegExp)[]]>([
  [
    'a misspelt type',
    { ...text, type: 'txt' },
    /\/type: must be "text", "image", .* or "close", not "txt"; did you mean "text"\?$/,
  ],
  ['no type', { name: 'x' }, /\/type: is missing: one of "text", "image",/],
  ['a missing field', withoutText, `${at}/text: is missing`],
  ['a misspelt field', { ...text, nxet: 'end' }, `${at}/nxet: there is no field of that name; did you mean "next"?`],
  [
    'a field of another type',
    { ...text, rules: [] },
    `${at}/rules: there is no field of that name; there are: name, enabled, next, comment, delayMs, preProcess, postProcess, type, text`,
  ],
  ['a wrong kind of value', { ...text, text: 5 }, `${at}/text: must be a text, not 5`],
  ['something that is no object', 'hello', `${at}: must be an object, not "hello"`],
  ['a number that is too large', { ...text, delayMs: 1e6 }, `${at}/delayMs: must be at most 10000`],
  ['an empty text', { ...text, text: '' }, `${at}/text: must not be empty`],
  [
    'a text that is too long',
    { ...question({ type: 'variables' }), text: 'x'.repeat(300) },
    `${at}/text: must have at most 255 characters; it has 300`,
  ],
  [
    'a next action that there is not',
    { ...text, next: 'nxt' },
    /\/next: must be "next", "end", .*, not "nxt"; did you mean "next"\?$/,
  ],
  [
    'a next action of a misspelt kind',
    { ...text, next: { interacton: 'b' } },
    /\/next: must be .*, not \{"interacton":"b"\}$/,
  ],
  ['a next action without its name', { ...text, next: { dialog: 5 } }, `${at}/next/dialog: must be a text, not 5`],
  [
    'a target that is close',
    { ...text, next: { interaction: 'X' } },
    `${at}/next/interaction: there is no interaction "X"; did you mean "x"?`,
  ],
  [
    'a rule of unknown type',
    question({ type: 'patern' }),
    /\/rules\/0\/type: must be "pattern", .*; did you mean "pattern"\?$/,
  ],
  [
    'what is deep in a rule',
    question({ type: 'pattern', patterns: ['a'], conditions: [{ variable: 'x', is: 'equals', value: {} }] }),
    `${at}/rules/0/conditions/0/value: must be a text, a number or true or false, not {}`,
  ],
  [
    'a misspelt field deep in a rule',
    question({ type: 'pattern', patterns: ['a'], conditions: [{ variable: 'x', is: 'in_list', values: [1] }] }),
    `${at}/rules/0/conditions/0/value: is missing`,
    `${at}/rules/0/conditions/0/values: there is no field of that name; did you mean "value"?`,
  ],
  [
    'an entry that is missing',
    { ...question({ type: 'exact', values: [] }) },
    `${at}/rules/0/values: must have at least 1 entry`,
  ],
  ['what a wait step waits for', { ...wait, for: { endpoint: 3 } }, `${at}/for/endpoint: must be a text, not 3`],
  [
    'a wait that would outlive its session',
    { ...wait, for: { endpoint: 'e' }, timeoutMs: 8 * 86_400_000 },
    `${at}/timeoutMs: must be at most 604800000`,
  ],
  ['a wait step that waits for nothing', wait, `${at}/for: is missing`],
])('%s', (_what, interaction, ...expected) => {
  const found = said(botWith(interaction));
  expect(found).toHaveLength(expected.length);
  for (const [i, sentence] of expected.entries()) {
    if (typeof sentence === 'string') expect(found[i]).toBe(sentence);
    else expect(found[i]).toMatch(sentence);
  }
});

/** What zod would say, or nothing at all. */
const noSentence = /Invalid input|Invalid option|Unrecognized|Too (small|big)|undefined|\[object/;

test('any JSON is refused with sentences or accepted', { tags: 'long' }, () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (json) => {
      const value: unknown = JSON.parse(json);
      const found = said(value);
      expect(found.length > 0).toBe(!BotFile.safeParse(value).success);
      for (const sentence of found) expect(sentence).not.toMatch(noSentence);
    }),
    { numRuns: 500 },
  );
});

const rich = {
  ...botWith({ ...question({ type: 'pattern', patterns: ['a'], set: [{ name: 'v', value: 1 }] }), maxReasks: 1 }),
  settings: { sessionMs: 5000, origins: ['https://shop.example'], environment: { a: 'b' } },
};
rich.dialogs[0]?.interactions.push(
  { ...wait, name: 'w', for: { endpoint: 'e' }, timeoutMs: 5000, onTimeout: { dialog: 'a' } },
  { name: 'c', type: 'condition', if: [{ conditions: [{ variable: 'x', is: 'is_set' }], then: { interaction: 'x' } }] },
  {
    name: 'k',
    type: 'cards',
    cards: [{ title: 't', buttons: [{ type: 'url', label: 'l', url: 'https://x.example' }] }],
  },
  { name: 'p', type: 'api', url: 'https://x.example', headers: { a: 'b' }, rules: [{ type: 'success' }] },
);

type Holder = Record<string, unknown>;
/** Every object or list in a value, with the names in it. */
function places(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.keys(value);
  return names.flatMap((name) => [[value as Holder, name] as [Holder, string], ...places((value as Holder)[name])]);
}

test('a bot with one thing changed is refused with sentences at or below a place that is there, or accepted', {
  tags: 'long',
}, () => {
  expect(said(rich)).toEqual([]);
  const change = fc.oneof(
    fc.record({ as: fc.constant('remove'), value: fc.constant(null) }),
    fc.record({ as: fc.constant('set'), value: fc.jsonValue({ maxDepth: 2 }) }),
    fc.record({ as: fc.constant('add'), value: fc.jsonValue({ maxDepth: 1 }) }),
  );
  fc.assert(
    fc.property(fc.nat({ max: places(rich).length - 1 }), change, (which, { as, value }) => {
      const bot: unknown = structuredClone(rich);
      const [holder, name] = places(bot)[which] as [Holder, string];
      if (as === 'remove') delete holder[name];
      else holder[as === 'set' ? name : `${name}s`] = value;
      for (const sentence of said(bot)) expect(sentence).not.toMatch(noSentence);
      expect(said(bot).length > 0).toBe(!BotFile.safeParse(bot).success);
    }),
    { numRuns: 1000 },
  );
});
