import type { SchemaNode } from '@backchannel/contracts';
import { code } from './table.ts';

/** A field as an author sees it: `name`, `name?` where it may be missing, `name = 1` with its default. */
function fieldOf(name: string, node: SchemaNode, { required = [] }: Pick<SchemaNode, 'required'>): string {
  const value = node.default;
  if (value === undefined || isEmpty(value)) return code(required.includes(name) ? name : `${name}?`) + most(node);
  return code(`${name} = ${JSON.stringify(value)}`) + most(node);
}

/** Nothing that has to be said. */
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Bounds that an author may meet. */
function most({ maxItems, maxLength = 10_000, maximum = Number.MAX_SAFE_INTEGER }: SchemaNode): string {
  if (maxItems !== undefined) return ` (≤ ${maxItems})`;
  if (maxLength <= 255) return ` (≤ ${maxLength} characters)`;
  return maximum < Number.MAX_SAFE_INTEGER ? ` (≤ ${maximum})` : '';
}

/** The fields of an object, without those of others that are told elsewhere. */
export function fieldsOf(node: SchemaNode, without: readonly string[] = []): string {
  const told = Object.entries(node.properties ?? {}).filter(([name]) => !without.includes(name));
  return told.map(([name, field]) => fieldOf(name, field, node)).join(', ');
}

/** Rows of field, default, meaning. */
export function fieldRows(node: SchemaNode, defaults: Readonly<Record<string, SchemaNode>> = {}): string[][] {
  return Object.entries(node.properties ?? {}).map(([name, field]) => {
    const value = field.default ?? defaults[name]?.default;
    return [
      code(name),
      value === undefined || isEmpty(value) ? '' : code(JSON.stringify(value)),
      field.description ?? '',
    ];
  });
}

/** What an option of a union is known by: the constant, or the constants, of its field. */
export function wordsOf(node: SchemaNode, field: string): readonly string[] {
  const { const: one, enum: all = [one] } = node.properties?.[field] ?? {};
  return all.map(String);
}
