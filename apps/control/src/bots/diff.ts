import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@backchannel/contracts';
import type { Change } from '@backchannel/contracts/admin';
import { pointerOf } from '@backchannel/service';
import { align } from './align.ts';

type Path = readonly (string | number)[];
type Places = { readonly older: Path; readonly newer: Path };

/**
 * What differs between two bots. To make the newer of the older: change what changed, take away what was removed from
 * the last to the first, then add what was added from the first to the last.
 */
export function diff(older: Json, newer: Json): Change[] {
  return [...differences(older, newer, { older: [], newer: [] })];
}

function* differences(before: Json, after: Json, at: Places): Generator<Change> {
  if (Array.isArray(before) && Array.isArray(after)) yield* ofLists(before, after, at);
  else if (isObject(before) && isObject(after)) yield* ofObjects(before, after, at);
  else if (!isDeepStrictEqual(before, after)) yield changed(before, after, at);
}

function* ofObjects(before: Record<string, Json>, after: Record<string, Json>, at: Places): Generator<Change> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, name), own(after, name)];
    const there = { older: [...at.older, name], newer: [...at.newer, name] };
    if (was === undefined) yield { kind: 'added', pointer: pointerOf(there.newer), after: is };
    else if (is === undefined) yield { kind: 'removed', pointer: pointerOf(there.older), before: was };
    else yield* differences(was, is, there);
  }
}

function* ofLists(before: readonly Json[], after: readonly Json[], at: Places): Generator<Change> {
  for (const { was, is } of align(before, after)) {
    const older = pointerOf([...at.older, was ?? 0]);
    const newer = pointerOf([...at.newer, is ?? 0]);
    if (was === undefined) yield { kind: 'added', pointer: newer, after: after[is as number] };
    else if (is === undefined) yield { kind: 'removed', pointer: older, before: before[was] };
    else {
      const there = { older: [...at.older, was], newer: [...at.newer, is] };
      yield* differences(before[was] as Json, after[is] as Json, there);
    }
  }
}

function changed(before: Json, after: Json, at: Places): Change {
  const [olderPointer, pointer] = [pointerOf(at.older), pointerOf(at.newer)];
  return { kind: 'changed', pointer, ...(olderPointer !== pointer && { olderPointer }), before, after };
}

/** Not what every object has, such as a `constructor`. */
const own = (object: Record<string, Json>, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
