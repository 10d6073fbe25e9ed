import {
  ApiRule,
  Asked,
  BotFile,
  BotSettings,
  botContextFunctions,
  Condition,
  Dialog,
  dialogTypes,
  Interaction,
  limits,
  nextWords,
  placeholderKinds,
  placeholders,
  Rule,
  type SchemaNode,
  Speech,
  Step,
  schemaNodeOf,
  scopes,
} from '@backchannel/contracts';
import { DEFAULT_LIMITS } from '@backchannel/sandbox';
import { fieldRows, fieldsOf, wordsOf } from './fields.ts';
import { code, codes, table } from './table.ts';

/** What exists, as the schemas say it. */
export function tables(): string {
  return [
    ['A bot', table(['field', 'default', ''], fieldRows(without(fileNode, 'settings')))],
    ['`settings`', table(['field', 'default', ''], fieldRows(settingsNode, settingsDefaults))],
    ['A dialog', table(['field', 'default', ''], fieldRows(schemaNodeOf(Dialog)))],
    ['`type` of a dialog', table(['type', ''], rowsOf(dialogTypes, code))],
    ['Interactions', interactions()],
    ['Rules of questions', rules(Rule)],
    ['Rules of API integrations', rules(ApiRule)],
    ['Conditions', conditions()],
    ['`next`, and every other field that leads somewhere', next()],
    ['Scopes of variables', table(['scope', 'how long the variable is kept'], rowsOf(scopes, code))],
    ['Placeholders', placeholdersTable()],
    ['`botContext`', functions()],
    ['Limits', table(['what', 'at most'], bounds)],
  ]
    .map(([heading, content]) => `### ${heading}\n\n${content}`)
    .join('\n\n');
}

const fileNode = schemaNodeOf(BotFile);
const settingsNode = fileNode.properties?.settings ?? {};
const settingsDefaults = schemaNodeOf(BotSettings.schema).properties ?? {};

function without(node: SchemaNode, ...names: string[]): SchemaNode {
  const kept = Object.entries(node.properties ?? {}).filter(([name]) => !names.includes(name));
  return { ...node, properties: Object.fromEntries(kept) };
}

const rowsOf = (words: Readonly<Record<string, string>>, name: (word: string) => string): string[][] =>
  Object.entries(words).map(([word, meaning]) => [name(word), meaning]);

function interactions(): string {
  const node = schemaNodeOf(Interaction);
  const all = node.oneOf ?? [];
  const shared = Object.entries({
    ...schemaNodeOf(Step).properties,
    ...schemaNodeOf(Speech).properties,
    ...schemaNodeOf(Asked).properties,
  });
  const sharedNames = shared.map(([name]) => name);
  const own = all.map((option) => [
    codes(wordsOf(option, 'type')),
    option.description ?? '',
    fieldsOf(option, ['type', ...sharedNames]),
  ]);
  const [first] = all;
  const common = shared.map(([name, { description = '' }]) => {
    const [[, value = ''] = []] = fieldRows({ properties: { [name]: withField(all, name) ?? first ?? {} } });
    return [code(name), value, whose(name, all), description];
  });
  return [
    table(['type', 'what it does', 'its own fields'], own),
    'Fields that several have:',
    table(['field', 'default', 'of', ''], common),
  ].join('\n\n');
}

const withField = (all: readonly SchemaNode[], name: string) =>
  all.find(({ properties = {} }) => name in properties)?.properties?.[name];

function whose(name: string, all: readonly SchemaNode[]): string {
  const isWith = ({ properties = {} }: SchemaNode) => name in properties;
  const names = (some: readonly SchemaNode[]) => codes(some.flatMap((one) => wordsOf(one, 'type')));
  const [having, lacking] = [all.filter(isWith), all.filter((one) => !isWith(one))];
  if (lacking.length === 0) return 'all';
  if (having.every(({ properties = {} }) => 'giveUp' in properties)) return 'questions';
  return lacking.length < having.length ? `all but ${names(lacking)}` : names(having);
}

function rules(schema: typeof Rule | typeof ApiRule): string {
  const all = schemaNodeOf(schema).oneOf ?? [];
  const shared = ['conditions', 'any', 'name', 'set', 'next'];
  const own = all.map((rule) => [
    codes(wordsOf(rule, 'type')),
    rule.description ?? '',
    fieldsOf(rule, ['type', ...shared]),
  ]);
  const [first = {}] = all;
  const common = fieldsOf({ ...first, properties: pick(first, shared) });
  return `${table(['type', 'holds when', 'its own fields'], own)}\n\nAll have ${common}.`;
}

function pick({ properties = {} }: SchemaNode, names: readonly string[]): Readonly<Record<string, SchemaNode>> {
  return Object.fromEntries(names.flatMap((name) => (properties[name] ? [[name, properties[name]]] : [])));
}

function conditions(): string {
  const all = schemaNodeOf(Condition).oneOf ?? [];
  return table(
    ['`is`', 'compares the variable'],
    all.map((one) => [codes(wordsOf(one, 'is')), one.description ?? '']),
  );
}

function next(): string {
  const named = [
    ['`{ "interaction": name }`', 'that interaction, in any dialog'],
    ['`{ "dialog": name }`', 'that dialog begins; when it ends this one goes on'],
  ];
  return table(['', ''], [...rowsOf(nextWords, (word) => code(JSON.stringify(word))), ...named]);
}

function placeholdersTable(): string {
  const kinds = rowsOf(placeholderKinds, (kind) => code(`{$${kind}${kind === 'item' ? '' : 'name'}}`));
  return table(['in a text', 'is'], [...kinds, ...rowsOf(placeholders, (name) => code(`{$${name}}`))]);
}

function functions(): string {
  const rows = botContextFunctions.flatMap(({ about, functions: some }) => {
    // Those that do the same stand in one row.
    const byMeaning = Map.groupBy(some, ({ does }) => does);
    return [
      [`**${about}**`, ''],
      ...[...byMeaning].map(([does, same]) => [codes(same.map(({ name, signature }) => name + signature)), does]),
    ];
  });
  return table(['function', ''], rows);
}

const seconds = (ms: number) => `${ms / 1000} s`;
const kilobytes = (bytes: number) => `${bytes / 1024} kB`;

const bounds: string[][] = [
  ['interactions in a row without a question, in one dialog', String(limits.interactionsInARow)],
  ['changes of dialog that `next` or a script asks for, in one turn', String(limits.dialogChanges)],
  ['all API integrations of a turn together', seconds(limits.callsMs)],
  ['what one turn says', kilobytes(limits.repliesBytes)],
  ['what placeholders and `fields` fill in, in one turn', `${limits.filledChars} characters`],
  [
    'what a session remembers; of it, what posts may fill',
    `${kilobytes(limits.sessionBytes)}; ${kilobytes(limits.postedBytes)}`,
  ],
  ['a message of the person', `${limits.messageChars} characters`],
  ['instructions of a regular expression when it is compiled', String(limits.expressionSize)],
  [
    'all regular expressions of a turn together: their instructions times the characters they look at',
    String(limits.expressionSteps),
  ],
  ['the name of a variable', `${limits.variableNameChars} characters`],
  ['objects and lists of a variable in each other', `${limits.dataDepth} deep`],
  [
    'a run of a script: processor time, memory',
    `${DEFAULT_LIMITS.cpuMs} ms, ${DEFAULT_LIMITS.memoryBytes / 2 ** 20} MB`,
  ],
  ['loading all scripts of a bot', `${DEFAULT_LIMITS.loadMs} ms`],
  [
    'what a script is given; what it may set, send and write',
    `${kilobytes(DEFAULT_LIMITS.inputBytes)}; ${kilobytes(DEFAULT_LIMITS.outputBytes)}`,
  ],
  ['messages of one script; quick replies that it adds', `${limits.scriptMessages}; ${limits.scriptQuickReplies}`],
  ['notes and lines of trace that an answer carries', String(limits.notes)],
];
