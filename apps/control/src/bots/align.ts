import type { Json } from '@backchannel/contracts';

/** An item of two lists; what is only in one has no place in the other. */
export interface Aligned {
  readonly was: number | undefined;
  readonly is: number | undefined;
}

/** Longer lists are compared place by place. */
const MOST = 1_000_000;

/**
 * Which items of two lists are the same one, in the order of both: those that are equal or have the same name. What lies
 * between them is paired as it comes, since it may have been renamed.
 */
export function align(before: readonly Json[], after: readonly Json[]): Aligned[] {
  const pairs: Aligned[] = [];
  let [was, is] = [0, 0];
  for (const anchor of [...anchors(before, after), { was: before.length, is: after.length }]) {
    while (was < anchor.was || is < anchor.is) {
      pairs.push({ was: was < anchor.was ? was++ : undefined, is: is < anchor.is ? is++ : undefined });
    }
    if (was < before.length && is < after.length) pairs.push({ was: was++, is: is++ });
  }
  return pairs;
}

/** The longest common run of items that are the same. */
function anchors(before: readonly Json[], after: readonly Json[]): { was: number; is: number }[] {
  if (before.length * after.length > MOST) return [];
  const [ours, theirs] = [before.map(identity), after.map(identity)];
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (was: number, is: number) => longest[was * width + is] ?? 0;
  for (let was = before.length - 1; was >= 0; was -= 1) {
    for (let is = after.length - 1; is >= 0; is -= 1) {
      longest[was * width + is] =
        ours[was] === theirs[is] ? at(was + 1, is + 1) + 1 : Math.max(at(was + 1, is), at(was, is + 1));
    }
  }
  const found: { was: number; is: number }[] = [];
  for (let was = 0, is = 0; was < before.length && is < after.length; ) {
    if (ours[was] === theirs[is]) found.push({ was: was++, is: is++ });
    else if (at(was + 1, is) >= at(was, is + 1)) was += 1;
    else is += 1;
  }
  return found;
}

/** What an item is known by: its name if it has one, else all of it. */
function identity(item: Json): string {
  const { name } = (typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {}) as { name?: Json };
  return typeof name === 'string' ? `name ${name}` : `all ${JSON.stringify(item)}`;
}
