import { hash } from 'node:crypto';
import { networkOf } from '@backchannel/service';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A password that somebody tries. */
export interface Try {
  readonly email: string;
  readonly ip: string;
  readonly password: string;
}

/** Whose failures are counted, and how: some are free, after a quiet time they are forgotten. */
export interface Counted {
  readonly subject: string;
  readonly free: number;
  readonly forgetMs: number;
}

/** How long nothing more may be tried: twice as long after each failure, and never for good. */
export function waitAfter(failures: number, { free }: Pick<Counted, 'free'>): number {
  return failures <= free ? 0 : Math.min(2 ** (failures - free - 1) * SECOND, 15 * MINUTE);
}

/** An account, whether it exists or not. By its hash: people type passwords where their address belongs. */
export const account = (email: string): Counted => ({
  subject: `account:${hash('sha256', email)}`,
  free: 5,
  forgetMs: 24 * HOUR,
});

/** Where somebody comes from: many people may share it. */
export const address = (ip: string): Counted => ({ subject: `address:${networkOf(ip)}`, free: 20, forgetMs: HOUR });
