import type { Json } from '@backchannel/contracts';

/** Knows the values of placeholders by what stands between the braces. */
export type Resolve = (name: string) => Json | undefined;

// `{$name}`, and `{integration.field}` as Conversation Builder writes it, where that is known.
const placeholder = /\{(\$[^{}]+|[^{}$"\s.][^{}".]*\.[^{}"]+)\}/g;
const onlyPlaceholder = /^\{(\$[^{}]+)\}$/;

/** How a value is written into a text. `before` is the template up to it. */
export type Write = (value: string, before: string) => string;

/** A text with its placeholders filled. What nothing is known of becomes nothing; all else stays as it is. */
export function fill(text: string, resolve: Resolve, write: Write = (value) => value): string {
  return text.replace(placeholder, (whole, name: string, offset: number) => {
    const value = resolve(name.trim());
    if (value === undefined && !name.startsWith('$')) return whole;
    return write(textOf(value), text.slice(0, offset));
  });
}

/** The same for all texts in a value: one that is a placeholder and nothing else becomes the value itself. */
export function fillValue(value: Json, resolve: Resolve): Json {
  if (typeof value === 'string') {
    const [, name] = onlyPlaceholder.exec(value) ?? [];
    return name === undefined ? fill(value, resolve) : (resolve(name.trim()) ?? '');
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => fillValue(item, resolve));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillValue(item, resolve)]));
}

/** A value as a person reads it. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Writes a value between the quotes of a JSON text. */
export const inJson: Write = (value) => JSON.stringify(value).slice(1, -1);

/** Writes a value into a field of a form. */
export const inForm: Write = (value) => encodeURIComponent(value.toWellFormed());
