import { type ProblemCode, problem } from '@backchannel/contracts';
import type { Route } from '@backchannel/contracts/admin';
import type { Described } from './described.ts';

/** Every code that a call can be refused with, by status. 429, 500 and 503 are possible anywhere. */
export function refusalsOf(call: Described): ReadonlyMap<number, readonly ProblemCode[]> {
  const codes = new Set([...ofAnyRoute(call), ...call.route.problems]);
  const byStatus = Map.groupBy(codes, (code) => problem(code).status);
  return new Map([...byStatus].toSorted(([a], [b]) => a - b));
}

function ofAnyRoute({ route, by }: Described): readonly ProblemCode[] {
  const codes: ProblemCode[] = ['rate_limited', 'internal', 'unavailable'];
  if (by.includes('apiKey')) codes.push('unauthorized', 'forbidden');
  if (takesBody(route)) codes.push('body_not_json', 'body_too_large', 'unsupported_media_type', 'field_missing');
  if (takesBody(route) || asks(route)) codes.push('field_invalid');
  if (route.etag === 'wants') codes.push('precondition_required', 'precondition_failed');
  return codes;
}

export const takesBody = ({ body }: Route): boolean => body.def.type !== 'undefined';

/** Whether there is something in its address that can be wrong. */
function asks({ params, query }: Route): boolean {
  return [params, query].some((part) => 'shape' in part && Object.keys(part.shape as object).length > 0);
}
