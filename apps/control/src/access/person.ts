import { ChangePassword, type Me, type Route, SignOut } from '@backchannel/contracts/admin';
import type { Caller } from './caller.ts';

/** What only somebody who is signed in can do: a key has no sign-in, and no password. */
export const onlyForPeople: ReadonlySet<Route> = new Set<Route>([SignOut, ChangePassword]);

/** The sign-in that a person came with. */
export function signInOf({ signInId }: Caller): string {
  if (signInId === undefined) throw new Error('the guard lets only people in here');
  return signInId;
}

/** A caller, as they are told of themselves. */
export function meOf({ kind, id, name, scopes, bots }: Caller): Me {
  return { kind, id, name, scopes: [...scopes], bots: bots && [...bots] };
}
