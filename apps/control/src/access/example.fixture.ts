import type { Route } from '@backchannel/contracts/admin';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';

/** One request that a route answers, and what must be there before it. */
export interface Example {
  readonly route: Route;
  /** Makes, in a new office, what the request is about; answers with the request. */
  readonly ask: (office: Office) => Promise<Given>;
  /** Wanted where the address has no `{botId}`: there, whoever is for other bots is always `forbidden`. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Not a GET, and yet it changes nothing. */
  readonly onlyLooks?: boolean | undefined;
}

/**
 * What a caller meets whose bots are others: `forbidden` (the request names a bot), `hidden` (404, as if the thing were
 * not there), `filtered` (a list of nothing), or nothing special, since the request is about `no bot`.
 */
export type Elsewhere = 'forbidden' | 'hidden' | 'filtered' | 'no bot';

export function example(
  route: Route,
  ask: Example['ask'],
  more: { readonly elsewhere?: Elsewhere; readonly onlyLooks?: boolean } = {},
): Example {
  return { route, ask, ...more };
}
