import { hash, randomBytes } from 'node:crypto';
import type { BotSettings } from '@backchannel/contracts';
import { HookEndpoint, hooksPath } from '@backchannel/contracts';
import { type Door, ids, type Request } from './door.fixture.ts';

export const newToken = () => `bch_${randomBytes(32).toString('base64url')}`;
export const hashOf = (token: string) => hash('sha256', token);

/** A webhook with these endpoints, and the tokens that are good. */
export function hookWith(hookId: string, endpoints: Readonly<Record<string, object>>, ...tokens: readonly string[]) {
  const parsed = Object.entries(endpoints).map(([name, endpoint]) => [name, HookEndpoint.parse(endpoint)]);
  return {
    hookId,
    tokens: tokens.map((token) => ({ hash: hashOf(token) })),
    endpoints: Object.fromEntries(parsed),
  } satisfies BotSettings['hook'];
}

/** What a post always has. */
export const postIds = { sessionId: ids.conversationId, botId: ids.botId };

interface HookRequest extends Request {
  readonly hookId?: string;
  readonly endpoint?: string;
  readonly token?: string;
}

/** Posts to a bot's webhook. */
export function postTo(door: Door, { hookId = 'h-shop', endpoint = 'paid', token, headers, ...request }: HookRequest) {
  const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  return door.call(`${hooksPath}/${hookId}/${endpoint}`, { ...request, headers: { ...authorization, ...headers } });
}
