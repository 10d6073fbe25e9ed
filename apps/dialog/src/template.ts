import type { Json } from '@backchannel/contracts';

/** Knows the values of placeholders by what stands after the `$`. */
export type Resolve = (name: string) => Json | undefined;

const placeholder = /\{\$([^{}]+)\}/g;
const onlyPlaceholder = /^\{\$([^{}]+)\}$/;

/** A text with its `{$…}` filled. What nothing is known of becomes nothing; all else stays as it is. */
export function fill(text: string, resolve: Resolve): string {
  return text.replace(placeholder, (_, name: string) => textOf(resolve(name.trim())));
}

/** The same for any value: a text that is one placeholder and nothing else becomes the value itself. */
export function fillValue(value: Json, resolve: Resolve): Json {
  if (typeof value !== 'string') return value;
  const [, name] = onlyPlaceholder.exec(value) ?? [];
  return name === undefined ? fill(value, resolve) : (resolve(name.trim()) ?? '');
}

/** A value as a person reads it. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
