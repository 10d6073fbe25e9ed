import { z } from 'zod';
import type { EventType } from '../event.ts';

/** A JSON schema (2020-12), as far as zod writes one. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

/** The data of an event: as it is said, with everything filled in, and what its reader takes. */
export interface Sides {
  readonly said: Schema;
  readonly read: Schema;
}

export const sidesOf = ({ schema }: Pick<EventType, 'schema'>): Sides => ({
  said: written(schema, 'output'),
  read: written(schema, 'input'),
});

function written(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'ref' });
  return rest as Schema;
}
