import { z } from 'zod';
import type { ProblemCode } from '../problem.ts';
import type { Scope } from './scopes.ts';

/**
 * One route of the admin API: what is asked, what is answered, who may. Controllers implement it, the OpenAPI document is
 * made of it, and tests hold both against it.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** The operation's name: unique, for clients. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{names}` of its parameters. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  /** What the caller must be allowed to do. `signed-in`: be known; `anybody`: nothing. */
  readonly scope: Scope | 'signed-in' | 'anybody';
  readonly params: Params;
  readonly query: Query;
  /** `z.undefined()` where there is none. */
  readonly body: Body;
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: Answer;
  /** Refusals of its own, beside those that any route has. */
  readonly problems: readonly ProblemCode[];
  /** `gives`: the answer has an `ETag`; `wants`: the request must have it as `If-Match`, too. */
  readonly etag?: 'gives' | 'wants';
}

/** What a route's handler is given. */
export interface Asked<One extends Route> {
  readonly params: z.output<One['params']>;
  readonly query: z.output<One['query']>;
  readonly body: z.output<One['body']>;
  /** The revision that `If-Match` names, where the route wants it. */
  readonly ifMatch: string;
}

/** What a route answers. */
export type AnswerOf<One extends Route> = z.output<One['answer']>;

type Given = Partial<Pick<Route, 'params' | 'query' | 'body' | 'answer' | 'problems' | 'status' | 'etag'>> &
  Omit<Route, 'params' | 'query' | 'body' | 'answer' | 'problems' | 'status' | 'etag'>;
type Or<Part, Otherwise> = Part extends z.ZodType ? Part : Otherwise;
type Nothing = z.ZodUndefined;
type Empty = z.ZodObject<{}>;

export function defineRoute<const One extends Given>(route: One) {
  const { params = z.object({}), query = z.object({}), body = z.undefined(), answer = z.undefined() } = route;
  const status = route.status ?? (route.answer ? 200 : 204);
  const whole = { ...route, params, query, body, answer, status, problems: route.problems ?? [] };
  return whole as unknown as Route<
    Or<One['params'], Empty>,
    Or<One['query'], Empty>,
    Or<One['body'], Nothing>,
    Or<One['answer'], Nothing>
  >;
}

/** Lists come in pages: `next` is the `cursor` that goes on from here. */
export const Paged = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** When something happened, as the API says it. */
export const Moment = z.iso.datetime();
