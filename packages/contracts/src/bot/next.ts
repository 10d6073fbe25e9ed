import { z } from 'zod';
import { Name } from './words.ts';

/** Where to go by a word. */
export const nextWords = {
  next: 'the following interaction; at the end of the dialog, back to the one that it interrupted',
  end: 'the flow stops here, and nothing returns to an earlier dialog',
  previous: 'this dialog ends, and the one that it interrupted goes on',
  close_dialog: 'the closing survey, if the bot has one; then the conversation ends',
  close_conversation: 'the conversation ends',
} as const;

const words = Object.keys(nextWords) as [keyof typeof nextWords, ...(keyof typeof nextWords)[]];

/** Where the dialog goes; a name is any dialog's. */
export const Next = z.union([z.enum(words), z.strictObject({ interaction: Name }), z.strictObject({ dialog: Name })], {
  error: `must be ${words.map((word) => `"${word}"`).join(', ')}, { "interaction": name } or { "dialog": name }`,
});
export type Next = z.infer<typeof Next>;
