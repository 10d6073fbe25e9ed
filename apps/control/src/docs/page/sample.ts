import type { Schema, Schemas } from '../schemas.ts';

// What a reader recognises, where a schema says no more than "string".
const byName: Readonly<Record<string, string>> = {
  botId: 'shop',
  conversationId: '01935c1e-7b6a-7cc1-9d0e-2f1c6a4b8d11',
  sessionId: '01935c1e-7b6a-7cc1-9d0e-2f1c6a4b8d11',
  userId: 'ada',
  id: 'shop',
  email: 'ada@example.com',
  message: 'payment successful',
  name: 'lamp-shop',
  text: 'hello',
  endpoint: 'paid',
  environmentId: 'production',
};
const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-12-31T12:00:00Z',
  uuid: '01935c1e-7b6a-7cc1-9d0e-2f1c6a4b8d11',
  id: 'shop',
  email: 'ada@example.com',
  uri: 'https://shop.example',
};

/** A value that fits a schema: what is required, no more. */
export function sampleOf(schema: Schema, schemas: Schemas, name = ''): unknown {
  const { $ref, anyOf, oneOf, enum: values, const: value, default: otherwise, type } = schema;
  if (typeof $ref === 'string') return sampleOf(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas, name);
  if (value !== undefined) return value;
  if (values) return values[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first) return sampleOf(first, schemas, name);
  if (otherwise !== undefined) return otherwise;
  const [kind] = [type].flat();
  if (kind === 'object') return sampleObject(schema, schemas);
  if (kind === 'array') return (schema.minItems ?? 0) === 0 ? [] : [sampleOf(schema.items ?? {}, schemas, name)];
  if (kind === 'boolean') return true;
  if (kind === 'integer' || kind === 'number') return schema.minimum ?? 1;
  if (kind === 'null') return null;
  return kind === 'string' ? sampleText(schema, name) : 'PROCESSED';
}

function sampleObject({ properties = {}, required = [] }: Schema, schemas: Schemas): object {
  const entries = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(entries.map(([name, field]) => [name, sampleOf(field, schemas, name)]));
}

function sampleText({ format = '', minLength = 0 }: Schema, name: string): string {
  const text = byFormat[format] ?? byName[name] ?? name;
  return text.padEnd(minLength, '.');
}
