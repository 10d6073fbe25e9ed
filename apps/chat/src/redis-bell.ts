import { randomUUID } from 'node:crypto';
import { openRedis, type RedisClient } from '@backchannel/projection';
import type { Opened } from '@backchannel/service';
import { z } from 'zod';
import type { Bell, Ring } from './bell.ts';

const Ringing = z.object({
  from: z.string(),
  rings: z.array(
    z.object({
      conversationId: z.string(),
      head: z.int().optional(),
      typing: z.boolean().optional(),
      traceparent: z.string().optional(),
    }),
  ),
});

/** For instances that share a Redis: one PUBLISH for all that rings in one turn of the event loop, which nobody keeps. */
export class RedisBell implements Bell {
  readonly #log: Opened['log'];
  readonly #speaker: RedisClient;
  readonly #listener: RedisClient;
  readonly #channel: string;
  readonly #id = randomUUID();
  /** How what this instance publishes begins: most of what comes back is its own, and not worth a parser. */
  readonly #own = `{"from":"${this.#id}"`;
  #ringing: Ring[] = [];

  constructor(url: string, log: Opened['log'], channel = 'backchannel:chat:bell') {
    this.#log = log;
    // Without a queue: a ring that waits for Redis to come back would come too late to be of use.
    this.#speaker = openRedis(url, { protocol: 2, enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.#listener = openRedis(url, { protocol: 2, maxRetriesPerRequest: null });
    this.#channel = channel;
    for (const redis of [this.#speaker, this.#listener])
      redis.on('error', (error) => this.#log.debug({ err: error }, 'the bell does not ring'));
  }

  ring(rings: readonly Ring[]): void {
    if (rings.length === 0) return;
    if (this.#ringing.length === 0) setImmediate(() => this.#publish());
    this.#ringing.push(...rings);
  }

  #publish(): void {
    const rings = this.#ringing;
    this.#ringing = [];
    if (this.#speaker.status !== 'ready') return;
    this.#speaker
      .publish(this.#channel, JSON.stringify({ from: this.#id, rings }))
      .catch((error: unknown) => this.#log.debug({ err: error }, 'the bell does not ring'));
  }

  listen(hear: (rings: readonly Ring[]) => void): void {
    this.#listener.on('message', (_channel, text) => {
      if (text.startsWith(this.#own)) return;
      const ringing = read(text);
      if (ringing) hear(ringing.rings);
      else this.#log.warn('a ring that is none');
    });
    // Subscribed again by the client after each reconnect.
    this.#listener
      .subscribe(this.#channel)
      .catch((error: unknown) => this.#log.warn({ err: error }, 'not able to listen for rings'));
  }

  async close(): Promise<void> {
    this.#speaker.disconnect();
    this.#listener.disconnect();
  }
}

function read(text: string): z.output<typeof Ringing> | null {
  try {
    return Ringing.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
