import { type ProblemCode, problem } from '@backchannel/contracts';
import type { z } from 'zod';
import type { Described } from './described.ts';
import { refusalsOf, takesBody } from './refusals.ts';
import type { Schema, SchemaBook } from './schemas.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** One call, as OpenAPI describes it. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: NonNullable<Response['content']> };
  readonly responses: Readonly<Record<string, Response>>;
}

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

const ETag = {
  description: 'The revision of what is answered: for `If-Match` of the next change',
  schema: { type: 'string' },
};
const IfMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The `ETag` of what is to be changed: when somebody else has changed it, the answer is 412',
  schema: { type: 'string' },
};
const RetryAfter = { description: 'In how many seconds to try again', schema: { type: 'integer' } };

export function operationOf(call: Described, book: SchemaBook): Operation {
  const { route, by } = call;
  const scope = route.scope === 'anybody' || route.scope === 'signed-in' ? undefined : route.scope;
  return {
    operationId: route.id,
    summary: route.summary,
    ...(scope && { description: `Needs the scope \`${scope}\`.` }),
    tags: [route.tag],
    security: by.map((proof) => ({ [proof]: scope ? [scope] : [] })),
    parameters: parametersOf(call, book),
    ...(takesBody(route) && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: { [JSON_TYPE]: { schema: book.schemaOf(route.body, 'input') } },
      },
    }),
    responses: { ...answersOf(call, book), ...problemsOf(call) },
  };
}

function parametersOf({ route: { params, query, etag }, headers }: Described, book: SchemaBook): Parameter[] {
  const places = [
    ['path', params],
    ['query', query],
    ['header', headers],
  ] as const;
  const all = places.flatMap(([place, part]) => (part ? fields(place, part, book) : []));
  return etag === 'wants' ? [...all, IfMatch] : all;
}

function fields(place: Parameter['in'], part: z.ZodType, book: SchemaBook): Parameter[] {
  const { properties, required } = book.fieldsOf(part, 'input');
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }));
}

function answersOf({ route, outcome }: Described, book: SchemaBook): Readonly<Record<string, Response>> {
  const { answer, etag, status } = route;
  const told = {
    ...(etag && status !== 204 && { headers: { ETag } }),
    ...(answer.def.type !== 'undefined' && { content: { [JSON_TYPE]: { schema: book.schemaOf(answer, 'output') } } }),
  };
  const description = { 200: 'The answer', 201: 'Made', 202: 'Accepted: the log has it', 204: 'Done' }[status];
  if (!outcome) return { [status]: { description, ...told } };
  return {
    [outcome]: { description: 'With `Prefer: wait`: what became of it', ...told },
    [status]: { description, ...told },
  };
}

function problemsOf(call: Described): Readonly<Record<string, Response>> {
  const responses = [...refusalsOf(call)].map(([status, codes]) => [status, refusal(status, codes)] as const);
  return Object.fromEntries(responses);
}

function refusal(status: number, codes: readonly ProblemCode[]): Response {
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] };
  return {
    description: codes.map((code) => `\`${code}\`: ${problem(code).title}`).join('. '),
    ...((status === 429 || status === 503) && { headers: { 'Retry-After': RetryAfter } }),
    content: { [PROBLEM_TYPE]: { schema } },
  };
}
