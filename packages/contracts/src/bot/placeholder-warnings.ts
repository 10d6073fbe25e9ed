import type { Bot } from './bot.ts';
import { closest } from './closest.ts';
import { placeholderKinds, placeholders, unknownPlaceholders } from './placeholders.ts';
import type { Finding } from './script-problems.ts';
import type { Path } from './targets.ts';

/** Placeholders that nothing will ever fill. */
export function placeholderWarnings(bot: Bot): readonly Finding[] {
  return [...textsIn(bot, { path: [], names: 'ours' })].flatMap(([path, text]) =>
    unknownPlaceholders(text).map((name) => ({ path, message: `nothing is ever known of {$${name}}${meant(name)}` })),
  );
}

const known = [...Object.keys(placeholders), ...Object.keys(placeholderKinds)];

function meant(name: string): string {
  const [, kind = '', rest = ''] = /^([^.]*\.?)(.*)$/s.exec(name) ?? [];
  const close = closest(kind, known);
  return close === undefined ? '' : `; did you mean {$${close}${rest}}?`;
}

/** Fields whose texts are not filled. */
const unfilled = new Set([
  'name',
  'type',
  'comment',
  'starter',
  'patterns',
  'exclude',
  'expression',
  'function',
  'fields',
  'globals',
  'script',
  'preProcess',
  'postProcess',
  'processUserResponse',
  'transformResult',
]);
/** Fields in which the author gives the names. */
const free = new Set(['content', 'value', 'body', 'param', 'headers', 'query']);

interface Inside {
  readonly path: Path;
  readonly names: 'ours' | 'free';
}

function* textsIn(value: unknown, { path, names }: Inside): Generator<readonly [Path, string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (Array.isArray(value)) yield* textsIn(inner, { path: [...path, Number(name)], names });
    else if (names === 'free' || free.has(name)) yield* textsIn(inner, { path: [...path, name], names: 'free' });
    else if (!unfilled.has(name)) yield* textsIn(inner, { path: [...path, name], names });
  }
}
