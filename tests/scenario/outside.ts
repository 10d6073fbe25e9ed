import { hash } from 'node:crypto';
import type { Variables } from '@backchannel/contracts';
import { surely } from './person.ts';

interface Post {
  ids: { botId: string; conversationId: string; userId: string };
  message?: string;
  variables?: Variables;
  key?: string;
  /** Of a return link; without it, the digest of the ids proves who it is. */
  token?: string | undefined;
  /** Seconds to wait for the outcome. */
  wait?: number;
}

/** An outside system posts to the Web View Integration API, again until it is answered. */
export async function post(ingest: string, { ids, message, variables = {}, key, token, wait }: Post) {
  const contextVariables = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const response = await surely(() =>
    fetch(`${ingest}/thirdparty-services-0.1/webview`, {
      method: 'POST',
      headers: {
        authorization: token === undefined ? digestOf(ids) : `Bearer ${token}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(wait === undefined ? {} : { prefer: `wait=${wait}` }),
      },
      body: JSON.stringify({ ...ids, message, contextVariables }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function digestOf({ conversationId, botId }: Post['ids']): string {
  return hash('sha256', `${conversationId} || ${botId}`).toUpperCase();
}
