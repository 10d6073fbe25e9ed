import { Scope } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { z } from 'zod';
import { type Caller, seesBot } from './caller.ts';

/** What a key or a person may do, and on which bots. */
export interface Grant {
  /** Null: all, those of later releases too. */
  readonly scopes: readonly Scope[] | null;
  /** Null: all. */
  readonly bots: readonly string[] | null;
}

/** Nobody gives what they have not got. Bots are not looked up: the answer is the same for those that do not exist. */
export function requireWithin(caller: Caller, { scopes, bots }: Grant): void {
  const missing = (scopes ?? Scope.options).find((scope) => !caller.scopes.has(scope));
  if (missing !== undefined) throw beyond('/scopes', `the caller has not got ${missing}`);
  const unseen = bots?.find((botId) => !seesBot(caller, botId));
  if (unseen !== undefined) throw beyond('/bots', `the caller is not for the bot ${JSON.stringify(unseen)}`);
  if (bots === null && caller.bots !== null) throw beyond('/bots', 'the caller is not for all bots');
}

const beyond = (pointer: string, why: string) => new Refused('forbidden', { pointer, detail: `${pointer}: ${why}` });

/** Whether a caller may know of whom that is given to: it names no bot that they do not see. */
export function seesGrant(caller: Caller, { bots }: Pick<Grant, 'bots'>): boolean {
  return caller.bots === null || (bots !== null && bots.every((botId) => seesBot(caller, botId)));
}

/** As the tables keep it. */
export const listText = (items: readonly string[]): string => JSON.stringify([...new Set(items)]);

const Stored = z.object({ scopes: z.array(Scope).nullable(), bots: z.array(z.string()).nullable() });

export function readGrant({ scopes, bots }: { scopes: string | null; bots: string | null }): Grant {
  return Stored.parse({ scopes: scopes && JSON.parse(scopes), bots: bots && JSON.parse(bots) });
}

/** The grant of somebody who asks. */
export function callersGrant(row: Parameters<typeof readGrant>[0]): Pick<Caller, 'scopes' | 'bots'> {
  const { scopes, bots } = readGrant(row);
  return { scopes: new Set(scopes ?? Scope.options), bots: bots && new Set(bots) };
}
