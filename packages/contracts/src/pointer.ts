import { z } from 'zod';
import type { Json } from './json.ts';

/** A place in JSON data (RFC 6901): empty for all of it. */
export const Pointer = z
  .string()
  .max(500)
  .regex(
    /^(\/([^~/]|~[01])*)*$/,
    'must be a JSON pointer such as /order/id; in a name "~" is written ~0 and "/" is ~1',
  );

/** What is there; undefined where nothing is. */
export function valueAt(data: Json, pointer: string): Json | undefined {
  let value: Json | undefined = data;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
    else value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
