import { z } from 'zod';

// Every way in which Backchannel says no: the code is for programs and never changes, status and title follow from it.
const problems = {
  method_not_allowed: [405, 'This address does not take that method'],
  unsupported_media_type: [415, 'The body must be application/json'],
  body_too_large: [413, 'The body is too large'],
  body_not_json: [400, 'The body is not JSON'],
  field_missing: [422, 'A required field is missing'],
  field_invalid: [422, 'A field breaks a rule'],
  header_invalid: [422, 'A header breaks a rule'],
  unauthorized: [401, 'The credential does not fit'],
  token_expired: [401, 'The token has ended'],
  link_mismatch: [403, 'The return link is for something else'],
  digest_disabled: [401, 'This bot does not accept the digest'],
  address_forbidden: [403, 'This bot does not accept that address'],
  origin_forbidden: [403, 'This bot does not accept that origin'],
  bot_disabled: [403, 'The bot is switched off'],
  bot_invalid: [422, 'The bot can not run'],
  bot_unknown: [404, 'There is no such bot'],
  forbidden: [403, 'The credential does not allow this'],
  not_found: [404, 'There is nothing at this address'],
  conflict: [409, 'Something else is in the way'],
  precondition_failed: [412, 'It has been changed meanwhile'],
  precondition_required: [428, 'If-Match is required'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'Not able to accept now: try again'],
  internal: [500, 'Something went wrong here'],

  conversation_unknown: [404, 'There is no such conversation'],
  bot_mismatch: [403, 'The conversation is with another bot'],
  user_mismatch: [403, 'The conversation is with another user'],
  conversation_closed: [409, 'The conversation has ended'],
  busy: [409, 'The bot is working on another input'],
  queue_full: [409, 'Too many inputs are waiting'],
  session_full: [409, 'The session can remember no more'],
  keys_full: [409, 'Too many idempotency keys in one day'],
  link_used: [409, 'The return link has been used with another body'],
  idempotency_key_reused: [422, 'The key came before with another body'],
  input_unreadable: [422, 'The input could not be read'],
  input_failed: [500, 'The bot failed to answer'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;
export const ProblemCode = z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]);

/** The body of every refusal (RFC 9457). Said by every door, heard by whoever called. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ProblemCode,
  detail: z.string().optional(),
  /** The field that breaks the rule, as a JSON pointer into the body (RFC 6901). */
  pointer: z.string().optional(),
  inputId: z.string().optional(),
  /** Where more than one thing is wrong: each, with its place in what was looked at. */
  errors: z
    .array(z.object({ pointer: z.string(), detail: z.string(), line: z.int().optional() }))
    .readonly()
    .optional(),
});
export type Problem = z.infer<typeof Problem>;

export function problem(
  code: ProblemCode,
  more: Pick<Problem, 'detail' | 'pointer' | 'inputId' | 'errors'> = {},
): Problem {
  const [status, title] = problems[code];
  return { type: `urn:backchannel:problem:${code}`, title, status, code, ...more };
}
