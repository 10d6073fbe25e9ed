import { Refused } from '@backchannel/service';
import { z } from 'zod';

type Part = string | number;

/** Where a list goes on, as its reader keeps it: the sort keys of the last item. */
export function cursorOf(...parts: readonly Part[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The first of what was found, and where the rest begins: `found` has one more than the page when there is a rest. */
export function pageFrom<Item>(found: readonly Item[], limit: number, keysOf: (item: Item) => readonly Part[]) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorOf(...keysOf(last)) : null };
}

/** The sort keys, as the list's own schema wants them; null at the start of the list. */
export function readCursor<Schema extends z.ZodType<readonly Part[]>>(
  schema: Schema,
  cursor: string | undefined,
): z.output<Schema> | null {
  if (cursor === undefined) return null;
  const { success, data } = schema.safeParse(parsed(cursor));
  if (success) return data;
  throw new Refused('field_invalid', { pointer: '/cursor', detail: '/cursor: it is not one that this list gave out' });
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
