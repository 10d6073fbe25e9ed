import { z } from 'zod';
import { limits } from '../limits.ts';
import { defaultTexts } from '../texts.ts';
import { checkBot } from './check.ts';
import { FileSettings } from './file-settings.ts';
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
  name: Name.describe('unique in the bot'),
  type: z
    .enum(Object.keys(dialogTypes) as [DialogType, ...DialogType[]])
    .default('dialog')
    .describe('what it is for'),
  enabled: z.boolean().default(true).describe('otherwise it is as if it were not there, and nothing may lead to it'),
  starter: Starter.optional().describe(
    '`patterns` of which one must match, `exclude` of which none may; without it the dialog begins only where another leads to it',
  ),
  interactions: z.array(Interaction).min(1).describe('in order; see below'),
});
export type Dialog = z.infer<typeof Dialog>;

const parts = {
  id: Name.describe('`botId` of both APIs'),
  name: Name.describe('for people'),
  start: z
    .string()
    .trim()
    .min(1)
    .max(limits.messageChars)
    .optional()
    .describe(
      'run as if the person had said it when the conversation opens, and not shown; without it the bot waits for words',
    ),
  errorText: Text.default(defaultTexts.error).describe(
    'said when the bot fails, a script does, or it runs in a circle',
  ),
  fallbackText: Text.default(defaultTexts.fallback).describe(
    'said when nothing takes what the person said, and neither question nor Fallback dialog has words for it',
  ),
  splitChars: z
    .int()
    .min(100)
    .max(10_000)
    .default(1000)
    .describe('a longer text is said in several messages, split between words; one with tags is never split'),
  globals: Script.optional().describe(
    'script: functions that every script sees; its `__initConversation` runs when a session begins',
  ),
  stringVariables: z
    .boolean()
    .default(false)
    .describe('as older bots expect it: when the next message comes every bot variable has become a text'),
  dialogs: z.array(Dialog).min(1).describe('see below'),
};

/** A bot: what it says, and when. Data; a version of it never changes. */
export const Bot = z.strictObject(parts).superRefine(checkBot);
export type Bot = z.infer<typeof Bot>;

/** A bot as a file in git: what becomes a version of it, and its settings. */
export const BotFile = z
  .strictObject({ ...parts, settings: FileSettings.default({}) })
  .superRefine(checkBot)
  .transform(({ settings, ...bot }) => ({ bot, settings }));
export type BotFile = z.infer<typeof BotFile>;
