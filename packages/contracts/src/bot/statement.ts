import { z } from 'zod';
import { Json } from '../json.ts';
import { limits } from '../limits.ts';
import { Next } from './next.ts';
import { Address, Name, Script, Text } from './words.ts';

/** What every interaction has. */
export const Step = z.strictObject({
  name: Name.describe('unique in the bot'),
  enabled: z.boolean().default(true).describe('otherwise the dialog passes it by, and nothing may lead to it'),
  next: Next.default('next').describe('where it leads when nothing else says so'),
  comment: z.string().max(240).optional().describe('for authors'),
});

/** An interaction that says something. */
export const Speech = Step.extend({
  delayMs: z.int().min(0).max(limits.delayMs).optional().describe('how long the chat waits before it shows it'),
  preProcess: Script.optional().describe('script: runs before the content is made'),
  postProcess: Script.optional().describe('script: runs when the content is made, before it is sent'),
});

export const TextInteraction = Speech.extend({ type: z.literal('text'), text: Text }).describe('says `text`');
export type TextInteraction = z.infer<typeof TextInteraction>;

export const ImageInteraction = Speech.extend({
  type: z.literal('image'),
  url: Address,
  /** For who can't see it. */
  alt: z.string().max(255).default(''),
}).describe('shows the image at `url`; `alt` describes it');
export type ImageInteraction = z.infer<typeof ImageInteraction>;

export const PrivateMessage = Speech.extend({ type: z.literal('private_message'), text: Text }).describe(
  'says `text` to agents only: the person never gets it',
);
export type PrivateMessage = z.infer<typeof PrivateMessage>;

export const UniversalInteraction = Speech.extend({
  type: z.literal('universal'),
  content: Json.refine((value) => value !== undefined, 'required'),
}).describe('hands `content`, any JSON, to the chat as it is; placeholders in its texts are filled');
export type UniversalInteraction = z.infer<typeof UniversalInteraction>;

export const TransferInteraction = Speech.extend({
  type: z.literal('transfer'),
  text: Text.optional(),
  /** Whom: a skill, a team, an agent; what it means is up to who takes it over. */
  to: z.string().max(200).optional(),
}).describe('says `text` and hands the conversation `to` somebody else; the bot is silent from then on');
export type TransferInteraction = z.infer<typeof TransferInteraction>;

export const CloseInteraction = Speech.extend({
  type: z.literal('close'),
  text: Text.optional(),
  survey: z.boolean().default(true),
}).describe('says `text`, holds the closing survey unless `survey` is false, and ends the conversation');
export type CloseInteraction = z.infer<typeof CloseInteraction>;
