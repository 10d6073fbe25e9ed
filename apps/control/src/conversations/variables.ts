import type { Json, Variables } from '@backchannel/contracts';
import type { KnownVariable } from '@backchannel/contracts/admin';
import type { Kept } from './kept.ts';

/** How a conversation is looked at. */
export interface Sight {
  /** Whether only the names are told. */
  readonly masked: boolean;
  /** What was posted since the last answer. */
  readonly posted: Variables;
}

/** What is known in a conversation, with or without what it is. */
export function variablesOf({ attributes, session }: Kept, { masked, posted }: Sight): KnownVariable[] {
  const all = Object.entries({ ...session?.webView, ...posted });
  // By name, the last value wins, null takes a value away: as session does it.
  const webView = Object.fromEntries(all.filter(([, value]) => value !== null));
  const known = (from: KnownVariable['from'], all: Variables | null | undefined) =>
    Object.entries(all ?? {}).map(
      ([name, value]): KnownVariable => ({ name, from, type: typeOf(value), ...(!masked && { value }) }),
    );
  return [...known('attribute', attributes), ...known('webView', webView), ...known('bot', session?.variables)];
}

function typeOf(value: Json): KnownVariable['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}
