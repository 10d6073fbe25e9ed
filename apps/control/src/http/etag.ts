import { Refused } from '@backchannel/service';

/** A revision, as `ETag` and `If-Match` have it. */
export const etagOf = (revision: number | string): string => `"${revision}"`;

/** Refuses whoever wants to change another revision than there is: somebody was faster. */
export function requireRevision(ifMatch: string, revision: number | string): void {
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (wanted.includes('*') || wanted.includes(etagOf(revision))) return;
  throw new Refused('precondition_failed', { detail: `If-Match is ${ifMatch}, and it is at ${etagOf(revision)}` });
}
