import { hash, randomBytes } from 'node:crypto';
import { type BotSettings, HookEndpoint, hooksPath } from '@backchannel/contracts';
import { surely } from '../scenario/person.ts';
import type { Conversation } from './conversation.ts';

interface Post {
  readonly endpoint: string;
  readonly body: object;
  readonly key?: string;
  /** Seconds to wait for the outcome. */
  readonly wait?: number;
}

/** The webhook of a bot, as its settings have it, and as an outside system has it: with its token. */
export class OpenHook {
  readonly settings: NonNullable<BotSettings['hook']>;
  readonly token = `bch_${randomBytes(32).toString('base64url')}`;

  constructor(botId: string, endpoints: NonNullable<Conversation['hook']>) {
    this.settings = {
      hookId: `h-${botId}`,
      tokens: [{ hash: hash('sha256', this.token) }],
      endpoints: Object.fromEntries(
        Object.entries(endpoints).map(([name, endpoint]) => [name, HookEndpoint.parse(endpoint)]),
      ),
    };
  }

  /** Posts to an endpoint, again until it is answered. */
  async post(ingest: string, { endpoint, body, key, wait }: Post) {
    const response = await surely(() =>
      fetch(`${ingest}${hooksPath}/${this.settings.hookId}/${endpoint}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.token}`,
          'content-type': 'application/json',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(wait === undefined ? {} : { prefer: `wait=${wait}` }),
        },
        body: JSON.stringify(body),
      }),
    );
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
