import { hash } from 'node:crypto';
import { surely } from './person.ts';

interface Post {
  ids: { botId: string; conversationId: string; userId: string };
  message?: string;
  variables?: Record<string, string>;
  key?: string;
  /** Seconds to wait for the outcome. */
  wait?: number;
}

/** An outside system posts to the Web View Integration API, again until it is answered. */
export async function post(ingest: string, { ids, message, variables = {}, key, wait }: Post) {
  const contextVariables = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const response = await surely(() =>
    fetch(`${ingest}/thirdparty-services-0.1/webview`, {
      method: 'POST',
      headers: {
        authorization: hash('sha256', `${ids.conversationId} || ${ids.botId}`).toUpperCase(),
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(wait === undefined ? {} : { prefer: `wait=${wait}` }),
      },
      body: JSON.stringify({ ...ids, message, contextVariables }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
