import { z } from 'zod';
import { limits } from '../limits.ts';
import { defaultTexts } from '../texts.ts';
import { checkBot } from './check.ts';
import { PatternMatch } from './pattern.ts';
import {
  ButtonQuestion,
  CardsQuestion,
  MultipleChoice,
  QuickReplyQuestion,
  TextQuestion,
  WaitInteraction,
} from './question.ts';
import {
  CloseInteraction,
  ImageInteraction,
  PrivateMessage,
  TextInteraction,
  TransferInteraction,
  UniversalInteraction,
} from './statement.ts';
import { ApiInteraction, ConditionInteraction, PageFunction, ScriptInteraction } from './step.ts';
import { Name, Script, Text } from './words.ts';

// A bot is data that an author writes: strict objects, so that a misspelt name is a problem and not a silence.

/** What starts a dialog. Of several that match, the most specific does; then the earlier dialog. */
export const Starter = PatternMatch;
export type Starter = z.infer<typeof Starter>;

/** One step of a dialog. */
export const Interaction = z.discriminatedUnion('type', [
  TextInteraction,
  ImageInteraction,
  PrivateMessage,
  UniversalInteraction,
  TextQuestion,
  MultipleChoice,
  ButtonQuestion,
  QuickReplyQuestion,
  CardsQuestion,
  WaitInteraction,
  ScriptInteraction,
  ConditionInteraction,
  ApiInteraction,
  PageFunction,
  TransferInteraction,
  CloseInteraction,
]);
export type Interaction = z.infer<typeof Interaction>;

/** What a dialog is for. */
export const dialogTypes = {
  dialog: 'begins with its starter, or where another leads to it',
  fallback: 'begins when nothing else takes what the person said; the bot has at most one',
  survey: 'begins when the conversation is about to end; the bot has at most one',
} as const;
type DialogType = keyof typeof dialogTypes;

/** A flow: what starts it, and its interactions in order. */
export const Dialog = z.strictObject({
  name: Name,
  type: z.enum(Object.keys(dialogTypes) as [DialogType, ...DialogType[]]).default('dialog'),
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
  /** Said when the bot fails, a script does, or it runs in a circle. */
  errorText: Text.default(defaultTexts.error),
  /** Said when nothing takes what the person said, and neither question nor Fallback dialog has words for it. */
  fallbackText: Text.default(defaultTexts.fallback),
  /** A longer text is said in several messages, split between words; one with tags is never split. */
  splitChars: z.int().min(100).max(10_000).default(1000),
  /** Functions that every script sees; `__initConversation` runs when a session begins. */
  globals: Script.optional(),
  /** As older bots expect it: when the next message comes every bot variable has become a text. */
  stringVariables: z.boolean().default(false),
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
  /** `{$env.name}` in texts, `getEnvVariable(name)` in scripts. */
  environment: z.record(z.string().min(1).max(limits.variableNameChars), z.string().max(4000)).optional(),
});

/** A bot as a file in git: what becomes a version of it, and its settings. */
export const BotFile = z
  .strictObject({ ...parts, settings: FileSettings.default({}) })
  .superRefine(checkBot)
  .transform(({ settings, ...bot }) => ({ bot, settings }));
export type BotFile = z.infer<typeof BotFile>;
