import { expect, test } from 'vitest';
import { Bot } from './bot.ts';
import { placeholderKinds, placeholders } from './placeholders.ts';
import { scriptProblemsOf } from './script-problems.ts';
import { warningsOf } from './warnings.ts';

const text = (name: string, more: object = {}) => ({ name, type: 'text', text: 'Hello.', ...more });
const question = (name: string, more: object = {}) => ({ name, type: 'text_question', text: 'Well?', ...more });
const script = (name: string, source: string) => ({ name, type: 'script', script: source });
const begins = { starter: { patterns: ['go'] } };
const dialog = (name: string, interactions: object[], more: object = {}) => ({ name, interactions, ...more });
const start = (...interactions: object[]) => dialog('start', interactions, begins);
const botOf = (dialogs: object[], more: object = {}) => Bot.parse({ id: 'shop', name: 'Shop', dialogs, ...more });
const said = (found: ReturnType<typeof warningsOf>) =>
  found.map(({ path, message }) => `/${path.join('/')}: ${message}`);
const warnings = (...dialogs: object[]) => said(warningsOf(botOf(dialogs)));

const noDialog = 'nothing in the bot leads to this dialog: it has no starter, and nothing that is reached goes to it';
const noInteraction = 'nothing in the bot leads to this interaction';
const away = [text('b1'), text('b2')];

test.each<[what: string, dialogs: object[], ...unreached: string[]]>([
  ['a dialog without starter', [start(text('a')), dialog('b', away)], `/dialogs/1: ${noDialog}`],
  ['one that a next action names', [start(text('a', { next: { dialog: 'b' } })), dialog('b', away)]],
  [
    'one that is only reached from one that is not',
    [start(text('a')), dialog('b', [text('b1', { next: { dialog: 'c' } })]), dialog('c', [text('c1')])],
    `/dialogs/1: ${noDialog}`,
    `/dialogs/2: ${noDialog}`,
  ],
  [
    'one of which an interaction is named',
    [start(text('a', { next: { interaction: 'b2' } })), dialog('b', away)],
    `/dialogs/1/interactions/0: ${noInteraction}`,
  ],
  ['one that a script names', [start(script('a', 'botContext.setTriggerNextMessage("b1")')), dialog('b', away)]],
  ['the fallback dialog', [start(text('a')), dialog('b', away, { type: 'fallback' })]],
  ['the survey', [start(text('a')), dialog('b', away, { type: 'survey' })]],
  ['one that is switched off', [start(text('a')), dialog('b', away, { enabled: false })]],
  [
    'anything, where a script computes the name',
    [start(script('a', 'botContext.setTriggerNextMessage("b" + n)')), dialog('b', away)],
  ],
  [
    'anything, where a script hides the call',
    [start(script('a', 'var go = botContext.setTriggerNextMessage; go(x)')), dialog('b', away)],
  ],
  [
    'what stands behind an end',
    [start(text('a', { next: 'end' }), text('b'))],
    `/dialogs/0/interactions/1: ${noInteraction}`,
  ],
  [
    'what stands behind a step that leads to another dialog',
    [start(text('a', { next: { dialog: 'b' } }), text('c')), dialog('b', away)],
  ],
  [
    'what stands behind a step that leads within the dialog',
    [start(text('a', { next: { interaction: 'd' } }), text('c'), text('d'))],
    `/dialogs/0/interactions/1: ${noInteraction}`,
  ],
  [
    'what stands behind a close',
    [start({ name: 'a', type: 'close' }, text('b'))],
    `/dialogs/0/interactions/1: ${noInteraction}`,
  ],
  ['what stands behind a step that is switched off', [start(text('a', { enabled: false, next: 'end' }), text('b'))]],
  [
    'what only a rule leads to',
    [
      start(
        question('a', { rules: [{ type: 'exact', values: ['x'], next: { interaction: 'c' } }] }),
        text('b'),
        text('c'),
      ),
    ],
    `/dialogs/0/interactions/1: ${noInteraction}`,
  ],
  [
    'where a question gives up, if it does',
    [
      start(
        question('a', { rules: [{ type: 'variables' }], maxReasks: 1, giveUp: { interaction: 'c' } }),
        text('b', { next: 'end' }),
        text('c'),
      ),
    ],
  ],
  [
    'the time-out of a wait without one',
    [
      start(
        { name: 'a', type: 'wait', for: { webView: true }, next: 'end', onTimeout: { interaction: 'b' } },
        text('b'),
      ),
    ],
    `/dialogs/0/interactions/1: ${noInteraction}`,
  ],
  [
    'both ways of a condition',
    [
      start(
        { name: 'a', type: 'condition', if: [{ then: { interaction: 'c' } }], else: 'next' },
        text('b', { next: 'end' }),
        text('c'),
      ),
    ],
  ],
])('what is led to: %s', (_what, dialogs, ...unreached) => {
  expect(warnings(...dialogs)).toEqual(unreached);
});

test('a global function may lead anywhere it names', () => {
  const globals = 'function go() { botContext.setTriggerNextMessage("b1") }';
  expect(said(warningsOf(botOf([start(text('a')), dialog('b', away)], { globals })))).toEqual([]);
});

test('a dialog that comes too late for its pattern', () => {
  const same = dialog('other', [text('b')], { starter: { patterns: ['x', 'GO'] } });
  expect(warnings(start(text('a')), same)).toEqual([
    '/dialogs/1/starter/patterns/1: the dialog "start" has the same pattern, and comes first',
  ]);
});

test('a variable that would be kept for ever', () => {
  const source =
    'var a;\nbotContext.setBotVariable("a", a, false, true);\nbotContext.setBotVariable("b", a, true, false)';
  expect(warnings(start(script('s', source)))).toEqual([
    '/dialogs/0/interactions/0/script: line 2: no variable is kept for ever: this one is kept as long as the session',
  ]);
});

test('a question that every answer leads back to', () => {
  const back = { next: { interaction: 'q' } };
  const trap = '/dialogs/0/interactions/0/rules: every answer leads back to this question: nobody gets out of it';
  expect(warnings(start(question('q', back)))).toEqual([trap]);
  expect(warnings(start(question('q', { rules: [{ type: 'no_match', ...back }] })))).toEqual([trap]);
  expect(warnings(start(question('q', { rules: [{ type: 'variables', ...back }] })))).toEqual([]);
  expect(warnings(start(question('q', { rules: [{ type: 'no_match', ...back }], maxReasks: 3 })))).toEqual([]);
  const leaving = 'botContext.setTriggerNextMessage("a")';
  expect(warnings(start(question('q', { ...back, processUserResponse: leaving }), text('a')))).toEqual([]);
});

test('an API with a secret in the bot, or without encryption', () => {
  const api = (more: object) => start({ name: 'a', type: 'api', url: 'https://x.example', ...more });
  expect(warnings(api({ headers: { Authorization: 'Bearer abc', 'x-api-key': 'abc', accept: 'a/b' } }))).toEqual([
    expect.stringMatching(/^\/dialogs\/0\/interactions\/0\/headers\/Authorization: looks like a secret/),
    expect.stringMatching(/^\/dialogs\/0\/interactions\/0\/headers\/x-api-key: looks like a secret/),
  ]);
  expect(warnings(api({ headers: { authorization: 'Bearer {$webView.token}' } }))).toEqual([]);
  expect(warnings(api({ url: 'http://x.example' }))).toEqual([expect.stringMatching(/\/url: what is sent/)]);
});

test('a placeholder of a kind that there is not', () => {
  const path = '/dialogs/0/interactions/0/text: nothing is ever known of';
  expect(warnings(start(text('a', { text: '{$botcontext.x} {$user} {$foo.bar} {order.title}' })))).toEqual([
    `${path} {$botcontext.x}; did you mean {$botContext.x}?`,
    `${path} {$user}`,
    `${path} {$foo.bar}`,
  ]);
});

test('placeholders are looked for where they are filled', () => {
  const found = warnings(
    start(
      { name: 'a', type: 'api', url: 'https://x.example/{$a}', query: { name: '{$b}' }, body: { type: ['{$c}'] } },
      script('b', 'f("{$d}")'),
      question('c', { comment: '{$e}', rules: [{ type: 'variables', set: [{ name: 'v', value: { name: '{$f}' } }] }] }),
    ),
  );
  expect(found.map((sentence) => sentence.split(':')[0])).toEqual([
    '/dialogs/0/interactions/0/url',
    '/dialogs/0/interactions/0/query/name',
    '/dialogs/0/interactions/0/body/type/0',
    '/dialogs/0/interactions/2/rules/0/set/0/value/name',
  ]);
});

test('every placeholder that there is can be written', () => {
  const names = [
    ...Object.keys(placeholders),
    ...Object.keys(placeholderKinds).map((kind) => kind.replace(/\.$/, '.x')),
  ];
  expect(warnings(start(text('a', { text: names.map((name) => `{$${name}}`).join(' ') })))).toEqual([]);
});

test('a script that calls what there is not, or leads to what there is not', () => {
  const source = [
    'botContext.sendMesage("x");',
    'botContext.getBotId(); botContext.toString();',
    'botContext.setTriggerNextMessage("Off");',
    'botContext.setTriggerNextMessage("q")',
  ].join('\n');
  const bot = botOf([start(question('Q', { preProcess: source }), text('Off', { enabled: false }))]);
  const path = '/dialogs/0/interactions/0/preProcess';
  expect(said(scriptProblemsOf(bot))).toEqual([
    `${path}: line 1: botContext has no function "sendMesage"; did you mean "sendMessage"?`,
    `${path}: line 2: botContext has no function "getBotId"; did you mean "getChatBotId"?`,
    `${path}: line 3: the interaction "Off" is switched off`,
    `${path}: line 4: there is no interaction "q"; did you mean "Q"?`,
  ]);
});

test('what is switched off leads nowhere, and hides nothing', () => {
  const within = 'botContext.setTriggerNextMessage("b"); botContext.sendMesage("x")';
  const hidden = script('d', 'botContext.setTriggerNextMessage(x)');
  const off = dialog('off', [script('a', within), text('b')], { enabled: false });
  const bot = botOf([start({ ...hidden, enabled: false }, text('c')), off, dialog('lost', [text('e')])]);
  expect(said(scriptProblemsOf(bot))).toEqual([
    '/dialogs/1/interactions/0/script: line 1: botContext has no function "sendMesage"; did you mean "sendMessage"?',
  ]);
  expect(said(warningsOf(bot))).toEqual([`/dialogs/2: ${noDialog}`]);
});
