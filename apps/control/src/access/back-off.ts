import { hash } from 'node:crypto';

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

/** An address of IPv4; of IPv6 the first half, since whoever has one has the whole of the other half. */
export function networkOf(ip: string): string {
  const v4 = /\d+\.\d+\.\d+\.\d+$/.exec(ip);
  if (v4) return v4[0];
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
