import { hash, randomBytes } from 'node:crypto';
import type { Token } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import type { Selectable } from 'kysely';
import { momentOf, momentOrNull } from '../http/moment.ts';
import type { Tables } from '../store/tables.ts';

export type TokenRow = Selectable<Tables['hook_tokens']>;

/** Found by secret scanners. */
const PREFIX = 'bch_';

/** A token, 256 random bits, and the row that knows it again. */
export function newToken(botId: string, createdBy: string, now: number): { token: string; row: TokenRow } {
  const token = PREFIX + randomBytes(32).toString('base64url');
  const row = {
    id: newId(now),
    bot_id: botId,
    hash: hash('sha256', token),
    hint: `${PREFIX}…${token.slice(-4)}`,
    created_at: now,
    created_by: createdBy,
    until: null,
  };
  return { token, row };
}

export const isGood = ({ until }: Pick<TokenRow, 'until'>, now: number): boolean => until === null || now < until;

/** When a token ends that another takes the place of: never later than it would have. */
export const endOf = ({ until }: Pick<TokenRow, 'until'>, end: number): number => Math.min(until ?? end, end);

export function shown({ id, hint, created_at, created_by, until }: TokenRow): Token {
  return {
    tokenId: id,
    hint,
    createdAt: momentOf(created_at),
    createdBy: created_by,
    until: momentOrNull(until),
  };
}
