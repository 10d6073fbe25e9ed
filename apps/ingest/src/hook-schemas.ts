import type { HookEndpoint, Json } from '@backchannel/contracts';
import { compileJsonSchema } from '@backchannel/contracts/json-schema';
import { Refused } from '@backchannel/service';

/** Holds data against the schemas of endpoints. Each is compiled when it is first needed. */
export class HookSchemas {
  readonly #compiled = new WeakMap<object, ReturnType<typeof compileJsonSchema>>();

  check({ schema }: HookEndpoint, data: Json): void {
    if (!schema) return;
    const fits = this.#compiled.get(schema) ?? compileJsonSchema(schema);
    this.#compiled.set(schema, fits);
    const misfit = fits(data);
    if (!misfit) return;
    const { pointer, message, missing } = misfit;
    throw new Refused(missing ? 'field_missing' : 'field_invalid', {
      pointer,
      detail: `${pointer === '' ? 'the body' : pointer}: ${message} (the endpoint's schema)`,
    });
  }
}
