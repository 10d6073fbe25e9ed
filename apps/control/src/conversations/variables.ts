import type { Json, Variables } from '@backchannel/contracts';
import type { KnownVariable } from '@backchannel/contracts/admin';
import type { Kept } from './kept.ts';

/** What is known in a conversation, with or without what it is. */
export function variablesOf({ attributes, session }: Kept, { masked }: { masked: boolean }): KnownVariable[] {
  const known = (from: KnownVariable['from'], all: Variables | null | undefined) =>
    Object.entries(all ?? {}).map(
      ([name, value]): KnownVariable => ({ name, from, type: typeOf(value), ...(!masked && { value }) }),
    );
  return [
    ...known('attribute', attributes),
    ...known('webView', session?.webView),
    ...known('bot', session?.variables),
  ];
}

function typeOf(value: Json): KnownVariable['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}
