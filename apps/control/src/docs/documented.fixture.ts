import type { Route } from '@backchannel/contracts/admin';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApi } from './openapi.ts';
import type { Response } from './operation.ts';

const document = openApi('http://localhost:3000');
const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, allErrors: true });
ajv.addSchema(closed(document) as object, 'openapi');

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Throws where an answer is not what the OpenAPI document says of its call. */
export function checkDocumented({ id, method, path }: Route, { status, headers, body }: Answered): void {
  const place = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  const response = place.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    document,
  );
  const answered = `${id} answered ${status} ${JSON.stringify(body)}`;
  if (!response) throw new Error(`${answered}, which is not documented: its route names status and problems`);
  const { content = {}, headers: wanted = {} } = response as Response;
  for (const name of Object.keys(wanted)) if (!headers.has(name)) throw new Error(`${answered} without ${name}`);

  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type === '' && Object.keys(content).length === 0) return;
  if (!content[type])
    throw new Error(`${answered} as ${type || 'nothing'}: documented is ${Object.keys(content).join()}`);
  const fits = ajv.getSchema(`openapi#${[...place, 'content', type, 'schema'].map(escaped).join('')}`);
  if (!fits) throw new Error(`${id}: the document has no schema for ${status}`);
  if (fits(body)) return;
  throw new Error(`${answered}, documented is something else: ${ajv.errorsText(fits.errors, { dataVar: '' })}`);
}

const escaped = (part: string) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`;

/** Clients must let fields pass that they don't know; our own answers have none that are not documented. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const isOpen =
    inner['type'] === 'object' && inner['properties'] !== undefined && inner['additionalProperties'] === undefined;
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}
