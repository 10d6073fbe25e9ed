import { digestOf } from './digest.ts';
import { Door, type DoorOptions, slashed } from './door.ts';
import type { Json, Variables } from './json.ts';

export const webViewPath = 'thirdparty-services-0.1/webview';

/** What is said to a conversation: both may be left out. */
export interface WebViewPost {
  /** Shown in the chat, and heard by the bot. */
  readonly message?: string;
  /** Kept as long as the session; null takes one away. */
  readonly variables?: Variables;
}

export interface WebViewOptions extends DoorOptions {
  /** Where ingest is reached. */
  readonly baseUrl: string | URL;
  /** As the chat gave them out: they must belong together. */
  readonly botId: string;
  readonly conversationId: string;
  readonly userId: string;
}

/** The Web View Integration API, for one conversation, with the digest of its ids. */
export function webView({ baseUrl, botId, conversationId, userId, ...options }: WebViewOptions): Door<WebViewPost> {
  const post = new URL(webViewPath, slashed(baseUrl));
  const authorization = () => digestOf({ conversationId, botId });
  return new Door({ ...options, post, authorization }, (body) => ({ botId, conversationId, userId, ...posted(body) }));
}

/** A post as the API wants it. */
export function posted({ message, variables = {} }: WebViewPost): { message?: string; contextVariables: Named[] } {
  const contextVariables = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return { ...(message !== undefined && { message }), contextVariables };
}

interface Named {
  readonly name: string;
  readonly value: Json;
}
