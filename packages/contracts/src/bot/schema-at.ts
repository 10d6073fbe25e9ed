import { z } from 'zod';

/** What of a JSON schema is looked at here. */
export interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

export function nodeOf(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
}

/** The names that an object at a place may have; of a union, those of the option that its own words name. */
export function fieldsAt(schema: Node, value: unknown, path: readonly PropertyKey[]): readonly string[] {
  let node: Node | undefined = schema;
  let at = value;
  for (const step of path) {
    node = inside(chosen(node, at), step);
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  }
  return Object.keys(chosen(node, at)?.properties ?? {});
}

function inside(node: Node | undefined, step: PropertyKey): Node | undefined {
  if (typeof step === 'number') return node?.items;
  const { properties = {}, additionalProperties } = node ?? {};
  if (Object.hasOwn(properties, step)) return properties[String(step)];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function chosen(node: Node | undefined, value: unknown): Node | undefined {
  const options = node?.oneOf ?? node?.anyOf;
  if (!options) return node;
  return options.find((option) => fits(option, value)) ?? options.find((option) => sharesAName(option, value));
}

/** Whether each constant of an option is what the value has there. */
function fits({ properties = {} }: Node, value: unknown): boolean {
  const constants = Object.entries(properties).filter(([, { const: one, enum: all }]) => (one ?? all) !== undefined);
  const has = constants.map(([name, { const: one, enum: all = [one] }]) => {
    const given = (value as Record<string, unknown> | null)?.[name];
    return given === undefined ? null : all.includes(given);
  });
  return has.includes(true) && !has.includes(false);
}

function sharesAName({ properties = {} }: Node, value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(properties).some((name) => name in value);
}
