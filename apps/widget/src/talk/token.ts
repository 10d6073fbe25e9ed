import type { Conversation } from './conversations.ts';

const MINUTE = 60_000;

/**
 * In the middle of the token's life. That is counted by two clocks, the server's and this browser's, so whatever it comes
 * to, a token is renewed not too often, and well before a day is over.
 */
export function renewAt({ expiresAt, renewedAt }: Pick<Conversation, 'expiresAt' | 'renewedAt'>): number {
  const half = (expiresAt - renewedAt) / 2;
  return renewedAt + Math.min(Math.max(half, 10 * MINUTE), 12 * 60 * MINUTE);
}
