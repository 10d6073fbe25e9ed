import { z } from 'zod';
import { Json } from './json.ts';
import { limits } from './limits.ts';
import { defaultTexts } from './texts.ts';

// A bot is data that an author writes: strict objects, so that a misspelt name is a problem and not a silence.

const Name = z.string().trim().min(1).max(100);
const VariableName = z
  .string()
  .trim()
  .min(1)
  .max(limits.variableNameChars)
  .refine((name) => name !== '__proto__', 'no variable can have that name');
/** What the bot says; placeholders such as `{$webView.PaymentId}` are filled when it does. */
const Text = z.string().min(1).max(10_000);

/**
 * Matches a whole text, trimmed and without case: `*` is any characters, `a|b` either, `( )` a group; all else is
 * literal.
 */
export const Pattern = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .superRefine((pattern, context) => {
    const message = unbalanced(pattern);
    if (message) context.addIssue({ code: 'custom', message });
  });
export type Pattern = z.infer<typeof Pattern>;

const PatternMatch = z.strictObject({
  /** Any of them. */
  patterns: z.array(Pattern).min(1),
  /** Patterns that must not match. */
  exclude: z.array(Pattern).default([]),
});

/** What starts a dialog. Of several that match, the most specific does; then the earlier dialog. */
export const Starter = PatternMatch;
export type Starter = z.infer<typeof Starter>;

/** Where the dialog goes; a name is any dialog's. */
export const Next = z.union(
  [
    /** `next`: the following interaction. `end`: the flow stops here, and nothing returns to an earlier dialog. */
    z.enum(['next', 'end', 'close_dialog', 'close_conversation']),
    z.strictObject({ interaction: Name }),
    z.strictObject({ dialog: Name }),
  ],
  {
    error: 'must be "next", "end", "close_dialog", "close_conversation", { "interaction": name } or { "dialog": name }',
  },
);
export type Next = z.infer<typeof Next>;

const comparisons = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
] as const;
/** `x` names a bot variable, `webView.x` a web view variable. */
const Compared = z.strictObject({ variable: VariableName });

/** What must hold of a variable. Compared as text, but greater and less as numbers. */
export const Condition = z.discriminatedUnion('is', [
  Compared.extend({ is: z.enum(comparisons), value: z.union([z.string(), z.number(), z.boolean()]) }),
  Compared.extend({ is: z.literal('in_list'), value: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) }),
  Compared.extend({ is: z.enum(['is_set', 'is_not_set']) }),
]);
export type Condition = z.infer<typeof Condition>;

/** A bot variable to set. A name has one value: setting it in one scope takes it out of the others. */
export const SetVariable = z.strictObject({
  name: VariableName.refine((name) => !name.startsWith('webView.'), 'web view variables are set from outside only'),
  /** In a text, placeholders are filled. */
  value: Json.refine((value) => value !== undefined, 'required'),
  /** How long it is kept: until the answer is complete, until the dialog ends, or as long as the session. */
  scope: z.enum(['request', 'dialog', 'session']).default('session'),
});
export type SetVariable = z.infer<typeof SetVariable>;

const WhatFollows = z.strictObject({ set: z.array(SetVariable).default([]), next: Next.default('next') });

/** What an answer to a question leads to. The first rule that holds wins; one for no match comes last wherever it stands. */
export const Rule = z.discriminatedUnion('type', [
  WhatFollows.extend({
    type: z.literal('pattern'),
    ...PatternMatch.shape,
    /** Must hold as well: all of them, or with `any` one of them. */
    conditions: z.array(Condition).default([]),
    any: z.boolean().default(false),
  }),
  WhatFollows.extend({ type: z.literal('no_match'), text: Text.optional() }),
]);
export type Rule = z.infer<typeof Rule>;

const Step = z.strictObject({ name: Name, next: Next.default('next') });

/** Says something and goes on. */
export const TextInteraction = Step.extend({ type: z.literal('text'), text: Text });
export type TextInteraction = z.infer<typeof TextInteraction>;

/** Asks, and waits for an answer. Without rules any answer will do, and leads to `next`. */
export const TextQuestion = Step.extend({
  type: z.literal('text_question'),
  text: z.string().min(1).max(255),
  rules: z.array(Rule).default([]),
  /** Said when nothing took the answer; without it, what the Fallback dialog or the bot says then. */
  fallback: Text.optional(),
  /** How many times it is asked again after answers that nothing took; without it, every time. */
  maxReasks: z.int().min(0).max(100).optional(),
  /** Where it leads when it has been asked again that many times in vain. */
  giveUp: Next.default('end'),
});
export type TextQuestion = z.infer<typeof TextQuestion>;

/** One step of a dialog. */
export const Interaction = z.discriminatedUnion('type', [TextInteraction, TextQuestion]);
export type Interaction = z.infer<typeof Interaction>;

/** A flow: what starts it, and its interactions in order. */
export const Dialog = z.strictObject({
  name: Name,
  /** `fallback`: begins when nothing else takes what the person said. */
  type: z.enum(['dialog', 'fallback']).default('dialog'),
  /** Otherwise it is as if it were not there, and nothing may lead to it. */
  enabled: z.boolean().default(true),
  /** Without it the dialog begins only where another leads to it. */
  starter: Starter.optional(),
  interactions: z.array(Interaction).min(1),
});
export type Dialog = z.infer<typeof Dialog>;

const parts = {
  id: Name,
  name: Name,
  /** Run as if the person had said it when the conversation opens, and not shown; without it the bot waits. */
  start: z.string().trim().min(1).max(limits.messageChars).optional(),
  /** Said when the bot fails, or runs in a circle. */
  errorText: Text.default(defaultTexts.error),
  /** Said when nothing takes what the person said, and neither question nor Fallback dialog has words for it. */
  fallbackText: Text.default(defaultTexts.fallback),
  /** A longer text is said in several messages, split between words. */
  splitChars: z.int().min(100).max(10_000).default(1000),
  dialogs: z.array(Dialog).min(1),
};

/** A bot: what it says, and when. Data; a version of it never changes. */
export const Bot = z.strictObject(parts).superRefine(checkBot);
export type Bot = z.infer<typeof Bot>;

/** An origin as browsers name it. */
const Origin = z.string().regex(/^https?:\/\/[^/]+$/, 'must be an origin, such as "https://shop.example"');

/** What holds for the bot at once, whatever version a session is on; what is left out has the default of `BotSettings`. */
const FileSettings = z.strictObject({
  enabled: z.boolean().optional(),
  sessionMs: z.int().positive().optional(),
  lateMessageMs: z.int().positive().optional(),
  digest: z.boolean().optional(),
  showPosted: z.boolean().optional(),
  origins: z.array(Origin).optional(),
});

/** A bot as a file in git: what becomes a version of it, and its settings. */
export const BotFile = z
  .strictObject({ ...parts, settings: FileSettings.default({}) })
  .superRefine(checkBot)
  .transform(({ settings, ...bot }) => ({ bot, settings }));
export type BotFile = z.infer<typeof BotFile>;

/** Why a pattern's parentheses don't fit, in a sentence. */
function unbalanced(pattern: string): string | undefined {
  let depth = 0;
  for (const character of pattern) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return 'the pattern closes a parenthesis that it has not opened';
  }
  return depth > 0 ? 'the pattern opens a parenthesis that it does not close' : undefined;
}

type Report = z.RefinementCtx;
type Path = (string | number)[];

/** What no part of a bot can know for itself. */
function checkBot({ dialogs }: { dialogs: Dialog[] }, report: Report): void {
  const problem = (path: Path, message: string) => report.addIssue({ code: 'custom', path, message });

  const unique = (what: string) => {
    const seen = new Set<string>();
    return (name: string, path: Path) => {
      if (seen.has(name)) problem(path, `another ${what} has the name ${JSON.stringify(name)} already`);
      seen.add(name);
    };
  };
  const dialogName = unique('dialog');
  const interactionName = unique('interaction');
  for (const [d, { name, interactions }] of dialogs.entries()) {
    dialogName(name, ['dialogs', d, 'name']);
    for (const [i, interaction] of interactions.entries()) {
      interactionName(interaction.name, ['dialogs', d, 'interactions', i, 'name']);
    }
  }

  for (const [d, { type, starter }] of dialogs.entries()) {
    if (type !== 'fallback') continue;
    if (starter) problem(['dialogs', d, 'starter'], 'the fallback dialog begins by itself and has no starter');
    if (dialogs.findIndex((other) => other.type === 'fallback') < d) {
      problem(['dialogs', d, 'type'], 'the bot has a fallback dialog already');
    }
  }

  const dialogEnabled = new Map(dialogs.map(({ name, enabled }) => [name, enabled]));
  const interactionEnabled = new Map(
    dialogs.flatMap(({ enabled, interactions }) => interactions.map(({ name }) => [name, enabled] as const)),
  );
  for (const { next, path } of targets(dialogs)) {
    if (typeof next === 'string') continue;
    const [what, name, known] =
      'dialog' in next
        ? (['dialog', next.dialog, dialogEnabled] as const)
        : (['interaction', next.interaction, interactionEnabled] as const);
    const enabled = known.get(name);
    if (enabled === undefined) problem([...path, what], `there is no ${what} ${JSON.stringify(name)}`);
    if (enabled === false) problem([...path, what], `the ${what} ${JSON.stringify(name)} is switched off`);
  }

  for (const [d, { interactions }] of dialogs.entries()) {
    for (const [i, interaction] of interactions.entries()) {
      const rules = interaction.type === 'text_question' ? interaction.rules : [];
      const first = rules.findIndex(({ type }) => type === 'no_match');
      for (const [r, { type }] of rules.entries()) {
        if (type !== 'no_match' || r === first) continue;
        problem(['dialogs', d, 'interactions', i, 'rules', r, 'type'], 'the question has a rule for no match already');
      }
    }
  }
}

/** Every place from which a bot leads on. What is switched off leads nowhere. */
function targets(dialogs: Dialog[]): { next: Next; path: Path }[] {
  return dialogs.flatMap(({ enabled, interactions }, d) =>
    (enabled ? interactions : []).flatMap((interaction, i) => {
      const path = ['dialogs', d, 'interactions', i];
      const own = { next: interaction.next, path: [...path, 'next'] };
      if (interaction.type !== 'text_question') return [own];
      return [
        own,
        { next: interaction.giveUp, path: [...path, 'giveUp'] },
        ...interaction.rules.map(({ next }, r) => ({ next, path: [...path, 'rules', r, 'next'] })),
      ];
    }),
  );
}
