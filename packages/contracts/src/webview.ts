import { z } from 'zod';
import { depthRule, isShallow, Json } from './json.ts';
import { limits } from './limits.ts';
import { Outcome } from './tracking.ts';

/** Where the Web View Integration API is, behind ingest's address. */
export const webViewPath = '/thirdparty-services-0.1/webview';

/** An id that somebody else gave out: opaque. */
export const OutsideId = z.string().min(1).max(limits.idChars);

// Who writes a value goes as deep as it does, and would not come back from the deepest that a body can hold.
const shallow = (depth: number) => {
  const rule = depthRule(depth);
  return Json.refine((value) => isShallow(value, depth), rule).describe(`Any JSON value; ${rule}`);
};

/** A value that somebody else made. */
export const OutsideJson = shallow(limits.dataDepth);

/** A field of an object that is itself such a value. */
export const OutsideField = shallow(limits.dataDepth - 1);

/** The ids of a post, which its digest is made of (Web View API, Requirements). */
export const WebViewIds = z.looseObject({
  botId: OutsideId,
  conversationId: OutsideId,
  userId: OutsideId,
});

/** Trap: objects lose a property of this name on their way through JSON, silently. */
export const VariableName = z
  .string()
  .min(1)
  .max(limits.variableNameChars)
  .refine((name) => name !== '__proto__', 'this name can not be kept');

/** The body of `POST /thirdparty-services-0.1/webview` (Web View API, BODY/POST parameters). Said by outside systems to ingest. */
export const WebViewPost = WebViewIds.catchall(OutsideJson).extend({
  message: z.string().min(1).max(limits.messageChars).optional(),
  contextVariables: z
    .array(z.object({ name: VariableName, value: OutsideJson }).catchall(OutsideJson))
    .max(limits.variables)
    .superRefine((variables, context) => {
      const names = new Set<string>();
      for (const [index, { name }] of variables.entries()) {
        if (names.has(name)) {
          context.addIssue({
            code: 'custom',
            message: `the name ${JSON.stringify(name)} comes twice`,
            path: [index, 'name'],
          });
        }
        names.add(name);
      }
    })
    .optional(),
});
export type WebViewPost = z.infer<typeof WebViewPost>;

/** What a door says when the log has the input, or with `Prefer: wait` what became of it. */
export const Accepted = z.object({
  inputId: z.string(),
  status: z.enum(['accepted', 'answered', 'applied']),
  note: Outcome.shape.note,
  turn: z.int().optional(),
});
export type Accepted = z.infer<typeof Accepted>;
