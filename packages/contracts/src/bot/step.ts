import { z } from 'zod';
import { Json } from '../json.ts';
import { defaultTexts } from '../texts.ts';
import { Conditions } from './condition.ts';
import { Next } from './next.ts';
import { ApiRule } from './rule.ts';
import { Speech, Step } from './statement.ts';
import { Address, OwnVariableName, Script, Template, Text } from './words.ts';

export const ScriptInteraction = Step.extend({ type: z.literal('script'), script: Script }).describe('runs `script`');
export type ScriptInteraction = z.infer<typeof ScriptInteraction>;

export const ConditionInteraction = Step.extend({
  type: z.literal('condition'),
  if: z.array(Conditions.extend({ then: Next })).min(1),
  else: Next.default('next'),
}).describe('goes to `then` of the first of `if` whose conditions hold, otherwise to `else`');
export type ConditionInteraction = z.infer<typeof ConditionInteraction>;

/** Trap: names that an object has by birth would be lost on their way through JSON. */
const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header');

export const ApiInteraction = Step.extend({
  type: z.literal('api'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
  url: Address,
  headers: z.record(HeaderName, Template).default({}),
  /** Added to the URL. */
  query: z.record(z.string(), Template).default({}),
  /** A text is sent as it is, anything else as JSON; placeholders are filled. */
  body: Json.optional(),
  /** Names one that the operator keeps: what is secret is never in a bot. */
  credential: z.string().min(1).max(100).optional(),
  /** The answer is kept as `api_<response>`, its status as `api_<response>Status`. */
  response: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be a name of letters, digits and _')
    .optional(),
  /** Custom data fields by name: paths into the answer such as `items[0].title`; kept as `<interaction>.<field>`. */
  fields: z.record(OwnVariableName, z.string().min(1).max(500)).default({}),
  preProcess: Script.optional(),
  /** Runs on the answer, before the rules. */
  transformResult: Script.optional(),
  postProcess: Script.optional(),
  rules: z.array(ApiRule).default([]),
  /** Said when it failed and no rule took that. */
  failureText: Text.default(defaultTexts.apiFailure),
}).describe(
  'calls an outside API; `rules` take its success or failure, `fields` and `transformResult` make variables of its answer',
);
export type ApiInteraction = z.infer<typeof ApiInteraction>;

export const PageFunction = Speech.extend({
  type: z.literal('page_function'),
  /** `pay` is `chatbot.pay(param)` of the person's page. */
  function: z.string().regex(/^[A-Za-z_$][\w$]*$/, 'must be the name of a function'),
  /** Given to it beside the ids; placeholders are filled. */
  param: z.record(z.string(), Json).default({}),
  /** The variable that keeps what it returns. */
  attribute: OwnVariableName.optional(),
  timeoutMs: z.int().min(100).max(600_000).default(3000),
  /** It threw, or there is none of that name. */
  onError: Next.default('next'),
  /** It did not return in time; without it, `onError`. */
  onTimeout: Next.optional(),
}).describe('runs `chatbot.<function>(param)` in the person’s page and waits for what it returns');
export type PageFunction = z.infer<typeof PageFunction>;
