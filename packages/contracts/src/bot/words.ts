import { z } from 'zod';
import { limits } from '../limits.ts';
import { markupProblem } from '../markup.ts';

/** What dialogs and interactions are called. */
export const Name = z.string().trim().min(1).max(100);

export const VariableName = z
  .string()
  .trim()
  .min(1)
  .max(limits.variableNameChars)
  .refine((name) => name !== '__proto__', 'no variable can have that name');

/** A name that an author gives a value: what outside systems posted is not the bot's to set. */
export const OwnVariableName = VariableName.refine(
  (name) => !name.startsWith('webView.'),
  'web view variables are set from outside only',
);

const inTags = (text: string, context: z.RefinementCtx) => {
  const message = markupProblem(text);
  if (message) context.addIssue({ code: 'custom', message });
};

/** What the bot says; placeholders such as `{$webView.PaymentId}` are filled when it does. Tags: see `markup.ts`. */
export const Text = z.string().min(1).max(10_000).superRefine(inTags);

/** What a question asks. */
export const QuestionText = z.string().min(1).max(255).superRefine(inTags);

/** An address, or a text that becomes one when its placeholders are filled. */
export const Address = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine((address) => /^(https?:\/\/|\{)/i.test(address), 'must begin with http://, https:// or a placeholder');

/** Fills `{$…}`; headers and query strings hold nothing else. */
export const Template = z.string().max(2000);

/** JavaScript of the author, run in a sandbox. */
// Not trimmed: errors name its lines.
export const Script = z
  .string()
  .max(50_000)
  .refine((source) => source.trim() !== '', 'must not be empty');
