import type { Answered } from './answer.ts';
import { exchange, type Way } from './exchange.ts';
import { redirected } from './redirect.ts';
import type { Hop } from './request.ts';
import { Trouble } from './trouble.ts';

const MOST_REDIRECTS = 5;

/** The answer at the end of the redirects, each hop of which is checked like the first. */
export async function follow(first: Hop, way: Way, signal: AbortSignal): Promise<Answered> {
  let hop = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answered = await exchange(hop, way, signal).catch((error: unknown) => {
      throw redirects > 0 ? afterTheFirst(error) : error;
    });
    const next = redirected(hop, answered);
    if (next === null) return answered;
    hop = next;
  }
  throw new Trouble(`${first.url.host} sends the call on more than ${MOST_REDIRECTS} times.`);
}

/** That nothing reached the second host does not mean that the first did nothing. */
function afterTheFirst(error: unknown): unknown {
  if (!(error instanceof Trouble) || error.again !== 'always') return error;
  return new Trouble(error.message, 'idempotent', { cause: error });
}
