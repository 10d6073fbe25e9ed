import { z } from 'zod';
import { Json } from '../json.ts';
import { Conditions } from './condition.ts';
import { Next } from './next.ts';
import { PatternMatch, RegularExpression } from './pattern.ts';
import { OwnVariableName, Text } from './words.ts';

/** How long a variable is kept. */
export const scopes = {
  request: 'until the answer is complete',
  dialog: 'until the dialog ends',
  session: 'as long as the session',
} as const;
export type Scope = keyof typeof scopes;

/** A bot variable to set. A name has one value: setting it in one scope takes it out of the others. */
export const SetVariable = z.strictObject({
  name: OwnVariableName,
  /** In a text, placeholders are filled. */
  value: Json.refine((value) => value !== undefined, 'required'),
  scope: z.enum(Object.keys(scopes) as [Scope, ...Scope[]]).default('session'),
});
export type SetVariable = z.infer<typeof SetVariable>;

const WhatFollows = z.strictObject({
  ...Conditions.shape,
  /** What a transcript of the bot's working calls it. */
  name: z.string().max(100).optional(),
  set: z.array(SetVariable).default([]),
  next: Next.default('next'),
});

/** What an answer to a question leads to. The first rule that holds wins; one for no match comes last wherever it stands. */
export const Rule = z.discriminatedUnion('type', [
  WhatFollows.extend({ type: z.literal('pattern'), ...PatternMatch.shape }).describe(
    'any of `patterns` matches the whole answer, none of `exclude` does',
  ),
  WhatFollows.extend({ type: z.literal('regex'), expression: RegularExpression }).describe(
    '`expression` is found in the answer',
  ),
  WhatFollows.extend({ type: z.literal('exact'), values: z.array(z.string().min(1).max(500)).min(1) }).describe(
    'the answer is one of `values`, to the letter',
  ),
  WhatFollows.extend({ type: z.literal('choice'), choices: z.array(z.string().min(1).max(128)).min(1) }).describe(
    'the answer is one of these of the question’s choices: tapped, typed, or by its letter or number',
  ),
  WhatFollows.extend({ type: z.literal('variables') }).describe('its `conditions` hold, whatever the answer'),
  WhatFollows.extend({ type: z.literal('no_match'), text: Text.optional() }).describe(
    'nothing else took the answer; says `text`',
  ),
]);
export type Rule = z.infer<typeof Rule>;

/** What an API's answer leads to. */
export const ApiRule = z.discriminatedUnion('type', [
  WhatFollows.extend({ type: z.literal('success') }).describe('the API answered with 200 or 201'),
  WhatFollows.extend({ type: z.literal('failure') }).describe('it answered anything else, or not at all'),
]);
export type ApiRule = z.infer<typeof ApiRule>;
