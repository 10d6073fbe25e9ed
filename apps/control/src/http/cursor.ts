import { Refused } from '@backchannel/service';
import { z } from 'zod';

type Part = string | number;

/** Where a list goes on, as its reader keeps it: the sort keys of the last item. */
export function cursorOf(...parts: readonly Part[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
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
