import { z } from 'zod';
import { limits } from '../limits.ts';
import { Next } from './next.ts';
import { Rule } from './rule.ts';
import { Speech } from './statement.ts';
import { Address, Name, QuestionText, Script, Text, VariableName } from './words.ts';

/** An interaction that waits for an answer. Without rules any answer will do, and leads to `next`. */
export const Asked = Speech.extend({
  rules: z.array(Rule).default([]).describe('what answers lead to'),
  processUserResponse: Script.optional().describe(
    'script: runs when the answer has come and the rules have said where it leads; it may lead elsewhere',
  ),
  fallback: Text.optional().describe(
    'said when nothing took the answer; without it, what the Fallback dialog or the bot says then',
  ),
  maxReasks: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('how many times it is asked again after answers that nothing took; without it, every time'),
  giveUp: Next.default('end').describe('where it leads when it has been asked again that many times in vain'),
});

export const TextQuestion = Asked.extend({ type: z.literal('text_question'), text: QuestionText }).describe(
  'asks `text` and takes any words',
);
export type TextQuestion = z.infer<typeof TextQuestion>;

const Label = z.string().trim().min(1).max(128);
/** What the bot hears when it is tapped; without it, what it says. */
const Payload = z.string().trim().min(1).max(2000);

/** Something to tap. */
export const Button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('postback'), label: Label, payload: Payload.optional() }),
  z.strictObject({
    type: z.literal('url'),
    label: Label,
    url: Address,
    /** `slideout`: a panel beside the chat. */
    target: z.enum(['new', 'current', 'slideout']).default('new'),
  }),
]);
export type Button = z.infer<typeof Button>;

export const QuickReply = z.strictObject({
  title: z.string().trim().min(1).max(20),
  payload: Payload.optional(),
  imageUrl: Address.optional(),
});
export type QuickReply = z.infer<typeof QuickReply>;

export const MultipleChoice = Asked.extend({
  type: z.literal('multiple_choice'),
  text: QuestionText,
  choices: z.array(Label).min(1).max(20),
  show: z.enum(['buttons', 'quick_replies']).default('buttons'),
}).describe('asks `text` and offers `choices`, shown as buttons or quick replies; `choice` rules take the answer');
export type MultipleChoice = z.infer<typeof MultipleChoice>;

export const ButtonQuestion = Asked.extend({
  type: z.literal('buttons'),
  text: QuestionText,
  buttons: z.array(Button).min(1).max(20),
}).describe('asks `text` under `buttons`: each posts its payload back, or opens an address');
export type ButtonQuestion = z.infer<typeof ButtonQuestion>;

export const QuickReplyQuestion = Asked.extend({
  type: z.literal('quick_replies'),
  text: QuestionText,
  quickReplies: z.array(QuickReply).min(1).max(13),
}).describe('asks `text` and offers `quickReplies`, which go when one is tapped');
export type QuickReplyQuestion = z.infer<typeof QuickReplyQuestion>;

export const Card = z.strictObject({
  title: z.string().trim().min(1).max(255),
  subtitle: z.string().max(255).optional(),
  imageUrl: Address.optional(),
  buttons: z.array(Button).max(10).default([]),
});
export type Card = z.infer<typeof Card>;

export const CardsQuestion = Asked.extend({
  type: z.literal('cards'),
  text: QuestionText.optional(),
  cards: z.array(Card).min(1).max(10),
  /** A variable with a list: the cards are repeated for each item, which is `{$item}` in them. */
  each: VariableName.optional(),
  layout: z.enum(['carousel', 'list']).default('carousel'),
}).describe('shows `cards` with title, image and buttons; with `each` one for every item of a list, at most 10');
export type CardsQuestion = z.infer<typeof CardsQuestion>;

export const WaitInteraction = Speech.extend({
  type: z.literal('wait'),
  /** The post that it waits for: at an endpoint, with a web view variable, or any through the Web View API. */
  for: z.union(
    [
      z.strictObject({ endpoint: Name }),
      z.strictObject({ webView: VariableName }),
      z.strictObject({ webView: z.literal(true) }),
    ],
    { error: 'must be { "endpoint": name }, { "webView": variable name } or { "webView": true }' },
  ),
  /** Said when it begins to wait. */
  text: Text.optional(),
  /** Below the text, such as the link to the page that posts. Words and what is tapped do not end the wait. */
  buttons: z.array(Button).max(20).optional(),
  timeoutMs: z.int().min(1000).max(limits.sessionLifeMs).optional(),
  onTimeout: Next.default('next'),
}).describe(
  'waits `for` a post, at most `timeoutMs`, then goes on with `onTimeout`; a post that came earlier in the session counts. Its `buttons` can lead to the page that posts',
);
export type WaitInteraction = z.infer<typeof WaitInteraction>;
