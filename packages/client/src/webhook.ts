import { Door, type DoorOptions } from './door.ts';
import type { Json } from './json.ts';

/** The ids that the page got from the chat, and beside them any data. */
export type WebhookPost = { readonly sessionId: string; readonly botId: string } & { readonly [name: string]: Json };

export interface WebhookOptions extends DoorOptions {
  /** Of one endpoint: the bot's link and the endpoint's name. */
  readonly url: string | URL;
  /** For servers: who has it can post to every conversation of the bot. */
  readonly token: string;
}

/** An endpoint of a bot's webhook. */
export function webhook({ url, token, ...options }: WebhookOptions): Door<WebhookPost> {
  return new Door({ ...options, post: new URL(url), authorization: () => `Bearer ${token}` }, (body) => body);
}
