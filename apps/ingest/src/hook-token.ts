import { hash, timingSafeEqual } from 'node:crypto';
import type { Hook } from '@backchannel/contracts';

/** Whether a token is one of those that are good now. All are looked at, each in constant time. */
export function tokenFits(token: string, tokens: Hook['tokens'], now: number): boolean {
  const given = hash('sha256', token, 'buffer');
  const fits = tokens.map(({ hash: kept, until }) => {
    const wanted = Buffer.from(kept, 'hex');
    return wanted.length === given.length && timingSafeEqual(wanted, given) && (until === undefined || now < until);
  });
  return fits.includes(true);
}
