import { hash } from 'node:crypto';
import type { Json } from '@backchannel/contracts';

/** What is in a bot, whatever the order of its fields: the same content has the same hash. */
export function contentHash(content: Json): string {
  return hash('sha256', JSON.stringify(ordered(content)));
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, ordered(value[name] ?? null)]));
}
