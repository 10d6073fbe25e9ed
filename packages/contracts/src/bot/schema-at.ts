import { z } from 'zod';

/** What is looked at of a JSON schema. */
export interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

/** A schema as data: what may be written, with descriptions and defaults. */
export function schemaNodeOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
}

/** The names that an object at a place may have; of a union, those of the option that its own words name. */
export function fieldsAt(schema: SchemaNode, value: unknown, path: readonly PropertyKey[]): readonly string[] {
  let node: SchemaNode | undefined = schema;
  let at = value;
  for (const step of path) {
    node = inside(chosen(node, at), step);
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  }
  return Object.keys(chosen(node, at)?.properties ?? {});
}

function inside(node: SchemaNode | undefined, step: PropertyKey): SchemaNode | undefined {
  if (typeof step === 'number') return node?.items;
  const { properties = {}, additionalProperties } = node ?? {};
  if (Object.hasOwn(properties, step)) return properties[String(step)];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function chosen(node: SchemaNode | undefined, value: unknown): SchemaNode | undefined {
  const options = node?.oneOf ?? node?.anyOf;
  if (!options) return node;
  return options.find((option) => fits(option, value)) ?? options.find((option) => sharesAName(option, value));
}

/** Whether each constant of an option is what the value has there. */
function fits({ properties = {} }: SchemaNode, value: unknown): boolean {
  const constants = Object.entries(properties).filter(([, { const: one, enum: all }]) => (one ?? all) !== undefined);
  const has = constants.map(([name, { const: one, enum: all = [one] }]) => {
    const given = (value as Record<string, unknown> | null)?.[name];
    return given === undefined ? null : all.includes(given);
  });
  return has.includes(true) && !has.includes(false);
}

function sharesAName({ properties = {} }: SchemaNode, value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(properties).some((name) => name in value);
}
