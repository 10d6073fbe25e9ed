import { z } from 'zod';
import { HookEndpointName, HookText } from '../hook.ts';
import { Json } from '../json.ts';
import { limits } from '../limits.ts';
import { Pointer } from '../pointer.ts';
import { OutsideId, VariableName } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

const OfBot = z.object({ botId: OutsideId });
const OfEndpoint = OfBot.extend({ name: z.string().max(100) });
const tag = 'Webhook';

/** What an endpoint does with a post, as a team sets it. */
export const EndpointSettings = z
  .strictObject({
    attribute: VariableName.optional().describe('the web view variable that keeps all of the data'),
    mappings: z
      .array(z.strictObject({ pointer: Pointer, attribute: VariableName }))
      .max(limits.variables)
      .optional()
      .describe('variables that keep parts of the data, each found by a JSON pointer (RFC 6901)'),
    target: z
      .union([z.strictObject({ dialog: z.string() }), z.strictObject({ interaction: z.string() })], {
        error: 'must be { "dialog": name } or { "interaction": name }',
      })
      .optional()
      .describe('what begins, whatever question waits; the current version must have it'),
    text: HookText.optional().describe(
      'what the chat shows, `{/pointer}` standing for parts of the data; without it, nothing. The bot hears it, too, where there is no target',
    ),
    busy: z
      .enum(['queue', 'reject'])
      .default('queue')
      .describe('what to do with a post that comes while the bot works on another input'),
    schema: z.record(z.string(), Json).optional().describe('a JSON schema (2020-12) that the data must fit'),
  })
  .superRefine(({ attribute, mappings = [] }, context) => {
    const names = new Set([attribute]);
    for (const [m, { attribute: name }] of mappings.entries()) {
      if (names.has(name)) {
        const message = `the variable ${JSON.stringify(name)} is kept already`;
        context.addIssue({ code: 'custom', message, path: ['mappings', m, 'attribute'] });
      }
      names.add(name);
    }
  });
export type EndpointSettings = z.infer<typeof EndpointSettings>;

export const Endpoint = z.object({
  name: z.string(),
  address: z.string().describe('where outside systems post'),
  ...EndpointSettings.shape,
  revision: z.string().describe('for `If-Match`, in quotes'),
  createdAt: Moment,
  updatedAt: Moment,
  warnings: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .describe('what the current version of the bot lacks'),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const Token = z.object({
  tokenId: z.string(),
  hint: z.string().describe('how it begins and ends'),
  createdAt: Moment,
  createdBy: z.string(),
  until: Moment.nullable().describe('when it ends; null: when somebody ends it'),
});
export type Token = z.infer<typeof Token>;

const NewToken = Token.extend({ token: z.string().describe('the token itself: it is shown this once') });

export const GetHook = defineRoute({
  id: 'getHook',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/hook',
  tag,
  summary: "The link of a bot's webhook; it is made with the first endpoint or token",
  scope: 'bots:read',
  params: OfBot,
  answer: z.object({
    hookId: z.string().nullable(),
    address: z.string().nullable().describe('endpoints are below it'),
  }),
  problems: ['bot_unknown'],
});

export const ListEndpoints = defineRoute({
  id: 'listEndpoints',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/hook/endpoints',
  tag,
  summary: "The endpoints of a bot's webhook, by their names",
  scope: 'bots:read',
  params: OfBot,
  query: Paged,
  answer: pageOf(Endpoint),
  problems: ['bot_unknown'],
});

export const CreateEndpoint = defineRoute({
  id: 'createEndpoint',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/hook/endpoints',
  tag,
  summary: 'Adds an endpoint',
  scope: 'bots:write',
  params: OfBot,
  body: EndpointSettings.safeExtend({ name: HookEndpointName }),
  status: 201,
  answer: Endpoint,
  etag: 'gives',
  problems: ['bot_unknown', 'conflict'],
});

export const GetEndpoint = defineRoute({
  id: 'getEndpoint',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/hook/endpoints/{name}',
  tag,
  summary: 'One endpoint',
  scope: 'bots:read',
  params: OfEndpoint,
  answer: Endpoint,
  etag: 'gives',
  problems: ['bot_unknown', 'not_found'],
});

export const ReplaceEndpoint = defineRoute({
  id: 'replaceEndpoint',
  method: 'PUT',
  path: '/admin/v1/bots/{botId}/hook/endpoints/{name}',
  tag,
  summary: 'Changes an endpoint: what the body leaves out goes',
  scope: 'bots:write',
  params: OfEndpoint,
  body: EndpointSettings,
  answer: Endpoint,
  etag: 'wants',
  problems: ['bot_unknown', 'not_found', 'conflict', 'precondition_required', 'precondition_failed'],
});

export const RemoveEndpoint = defineRoute({
  id: 'removeEndpoint',
  method: 'DELETE',
  path: '/admin/v1/bots/{botId}/hook/endpoints/{name}',
  tag,
  summary: 'Takes an endpoint away: what is posted to it is refused from now on',
  scope: 'bots:write',
  params: OfEndpoint,
  etag: 'wants',
  problems: ['bot_unknown', 'not_found', 'precondition_required', 'precondition_failed'],
});

export const ListTokens = defineRoute({
  id: 'listTokens',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/hook/tokens',
  tag,
  summary: "The tokens of a bot's webhook that are good, oldest first",
  scope: 'bots:read',
  params: OfBot,
  answer: z.object({ items: z.array(Token) }),
  problems: ['bot_unknown'],
});

export const CreateToken = defineRoute({
  id: 'createToken',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/hook/tokens',
  tag,
  summary: `Makes a token; at most ${limits.hookTokens} are good at a time`,
  scope: 'tokens:write',
  params: OfBot,
  status: 201,
  answer: NewToken,
  problems: ['bot_unknown', 'conflict'],
});

export const RefreshToken = defineRoute({
  id: 'refreshToken',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/hook/tokens/refresh',
  tag,
  summary: 'Makes a token in place of those that are good: they end at once, or after an overlap',
  scope: 'tokens:write',
  params: OfBot,
  body: z
    .strictObject({
      overlapMs: z
        .int()
        .min(0)
        .max(limits.hookOverlapMs)
        .default(0)
        .describe('how long the old token is good beside the new one; 7 days at most'),
    })
    .prefault({}),
  status: 201,
  answer: NewToken,
  problems: ['bot_unknown', 'conflict'],
});

export const RevokeToken = defineRoute({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/admin/v1/bots/{botId}/hook/tokens/{tokenId}',
  tag,
  summary: 'Ends a token at once',
  scope: 'tokens:write',
  params: OfBot.extend({ tokenId: z.string().max(100) }),
  problems: ['bot_unknown', 'not_found'],
});

export const hookRoutes: readonly Route[] = [
  GetHook,
  ListEndpoints,
  CreateEndpoint,
  GetEndpoint,
  ReplaceEndpoint,
  RemoveEndpoint,
  ListTokens,
  CreateToken,
  RefreshToken,
  RevokeToken,
];
