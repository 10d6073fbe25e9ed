import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  tuple,
} from 'fast-check';

// Any bot that the contracts accept, with every interaction, rule and next action, small enough for two of its parts to
// meet often.

export const word = constantFrom('pay', 'yes', 'no', 'help', 'a b', '');
const pattern = oneof(word.filter(Boolean), constantFrom('*', '*y*', '(yes|no)', 'p*', '(|a) b', '*(*)*'));
const expression = constantFrom('y', '^p.*$', '[a-z]{2,3}', '(a|b)+$');
export const dialogNames = ['one', 'two', 'three', 'fallback', 'survey'];
const steps = dialogNames.flatMap((dialog) => [1, 2, 3].map((number) => `${dialog} ${number}`));
const next = oneof(
  { weight: 4, arbitrary: constant('next') },
  constantFrom('end', 'previous', 'close_dialog', 'close_conversation'),
  { weight: 3, arbitrary: constantFrom(...steps).map((interaction) => ({ interaction })) },
  { weight: 2, arbitrary: constantFrom(...dialogNames).map((dialog) => ({ dialog })) },
);
const words = oneof(
  {
    weight: 9,
    arbitrary: array(
      constantFrom(
        'Hello. ',
        '{$webView.a}',
        '{$botContext.a}',
        '{$userMessage}',
        '{$',
        '{$item.x}',
        '{one 1.f}',
        '<b>',
        '__proto__',
        'tag::breakWithDelay=5',
      ),
      { minLength: 1, maxLength: 4 },
    ).map((parts) => parts.join('')),
  },
  constantFrom('BLANK_MESSAGE', 'LP_CLOSEDIALOG', 'LP_CLOSECONVERSATION'),
);
const address = constantFrom(
  'https://x.example/{$webView.a}?q={$webView.b}',
  '{$webView.b}',
  'https://{$webView.a}.x.example',
);
export const variable = constantFrom('a', 'b', 'constructor', 'skipPreviousDialog', 'api_R');
export const scope = constantFrom('request', 'dialog', 'session');
const set = array(record({ name: variable, value: oneof(words, integer(), boolean()), scope }), { maxLength: 2 });
const about = oneof(variable, constantFrom('webView.a', 'attributes.firstname', 'env.e', 'api_R.x[0]'));
const condition = oneof(
  record({
    variable: about,
    is: constantFrom('equals', 'not_equals', 'greater', 'less_or_equal', 'contains', 'ends_with'),
    value: word,
  }),
  record({ variable: about, is: constantFrom('is_set', 'is_not_set') }),
  record({ variable: about, is: constant('matches'), value: expression }),
  record({ variable: about, is: constant('in_list'), value: array(word, { minLength: 1, maxLength: 2 }) }),
);
const follows = { conditions: array(condition, { maxLength: 2 }), any: boolean(), set, next };
const patterns = {
  patterns: array(pattern, { minLength: 1, maxLength: 2 }),
  exclude: array(pattern, { maxLength: 1 }),
};
const choices = ['yes', 'No {$webView.a}'];
const rule = oneof(
  record({ type: constant('pattern'), ...patterns, ...follows }),
  record({ type: constant('regex'), expression, ...follows }),
  record({ type: constant('exact'), values: tuple(word.filter(Boolean)), ...follows }),
  record({ type: constant('variables'), ...follows }),
);
const choice = record({ type: constant('choice'), choices: tuple(constantFrom(...choices)), ...follows });
const noMatch = record({ type: constant('no_match'), text: words, ...follows });
const rules = (one: Arbitrary<object>) =>
  tuple(array(one, { maxLength: 2 }), option(noMatch)).map(([all, last]) => (last ? [...all, last] : all));

/** Which script it is does not matter: the test says what came of it. */
const script = constant('botContext');
const panels = { preProcess: script, postProcess: script };
const asked = {
  rules: rules(rule),
  processUserResponse: script,
  fallback: words,
  maxReasks: integer({ min: 0, max: 2 }),
  giveUp: next,
  ...panels,
};
const button = oneof(
  record({
    type: constant('postback'),
    label: constantFrom('yes', '{$webView.a} x'),
    payload: constantFrom('pay', '{$item} x'),
  }),
  record({ type: constant('url'), label: constant('see'), url: address }),
);
const buttons = array(button, { minLength: 1, maxLength: 2 });
const card = record(
  { title: constantFrom('T {$item.x}', 'T'), buttons, imageUrl: address },
  { requiredKeys: ['title'] },
);
const wanted = constantFrom({ endpoint: 'e' }, { webView: 'a' }, { webView: true });

interface Kind {
  readonly must?: Record<string, Arbitrary<unknown>>;
  readonly may?: Record<string, Arbitrary<unknown>>;
}
const kinds: Record<string, Kind> = {
  text: { must: { text: words }, may: { delayMs: integer({ min: 0, max: 10_000 }), ...panels } },
  image: { must: { url: address }, may: { alt: words, ...panels } },
  private_message: { must: { text: words }, may: panels },
  universal: { must: { content: oneof(words, integer(), record({ x: words })) }, may: panels },
  text_question: { must: { text: words }, may: asked },
  multiple_choice: {
    must: { text: words, choices: constant(choices), show: constantFrom('buttons', 'quick_replies') },
    may: { ...asked, rules: rules(oneof(rule, choice)) },
  },
  buttons: { must: { text: words, buttons }, may: asked },
  quick_replies: {
    must: { text: words, quickReplies: tuple(record({ title: constantFrom('yes', 'no') })) },
    may: asked,
  },
  cards: { must: { cards: array(card, { minLength: 1, maxLength: 2 }) }, may: { ...asked, text: words, each: about } },
  wait: {
    must: { for: wanted },
    may: { text: words, buttons, timeoutMs: constantFrom(1000, 60_000), onTimeout: next, ...panels },
  },
  script: { must: { script } },
  condition: {
    must: {
      if: tuple(record({ conditions: array(condition, { maxLength: 2 }), any: boolean(), then: next })),
      else: next,
    },
  },
  api: {
    must: { url: address },
    may: {
      response: constant('R'),
      fields: record({ f: constantFrom('x', '[i].x', '{$.api_R.x[0]}') }),
      body: oneof(words, record({ x: words })),
      headers: record({ 'x-a': words }),
      query: record({ q: words }),
      rules: array(record({ type: constantFrom('success', 'failure'), ...follows }), { maxLength: 2 }),
      failureText: words,
      transformResult: script,
      ...panels,
    },
  },
  page_function: {
    must: { function: constant('f') },
    may: { attribute: variable, param: record({ p: words }), onError: next, onTimeout: next, ...panels },
  },
  transfer: { may: { text: words, to: words, ...panels } },
  close: { may: { text: words, survey: boolean(), ...panels } },
};

const interaction = (name: string): Arbitrary<object> =>
  oneof(
    ...Object.entries(kinds).map(([type, { must = {}, may = {} }]) =>
      tuple(
        record({ name: constant(name), type: constant(type), ...must }),
        record({ next, ...may }, { requiredKeys: [] }),
      ).map(([required, optional]) => ({ ...required, ...optional })),
    ),
  );

const special = ['fallback', 'survey'];
const dialog = (name: string) =>
  record({
    name: constant(name),
    type: constant(special.includes(name) ? name : 'dialog'),
    starter: special.includes(name) ? constant(undefined) : record(patterns),
    interactions: tuple(interaction(`${name} 1`), interaction(`${name} 2`), interaction(`${name} 3`)),
  });

/** As its author would write it. */
export const anyBot = record({
  id: constant('b'),
  name: constant('B'),
  start: option(word.filter(Boolean), { nil: undefined }),
  globals: option(constant('function __initConversation() {}'), { nil: undefined }),
  stringVariables: boolean(),
  splitChars: constantFrom(100, 1000),
  dialogs: tuple(...dialogNames.map(dialog)),
});

/** The names of its interactions, and one that it does not have. */
export const anyStep = constantFrom(...steps, 'nowhere');
