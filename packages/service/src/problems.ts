import { type Problem, type ProblemCode, problem } from '@backchannel/contracts';
import type { z } from 'zod';

type More = Parameters<typeof problem>[1];

/** A request that is refused, with what its sender needs to put it right. */
export class Refused extends Error {
  readonly problem: Problem;
  /** In seconds: for what may be tried again. */
  readonly retryAfter: number;
  /** What else an HTTP answer says. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, more: More & Partial<Pick<Refused, 'cause' | 'retryAfter' | 'headers'>> = {}) {
    const { cause, retryAfter = 1, headers = {}, ...rest } = more;
    super(rest.detail ?? code, { cause });
    this.retryAfter = retryAfter;
    this.headers = headers;
    this.problem = problem(code, rest);
  }
}

/** What is wrong with a body is said for its first bad field. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = flatten(result.error.issues);
  if (!issue) throw result.error;
  const missing = issue.code === 'invalid_type' && at(body, issue.path) === undefined && issue.path.length > 0;
  const pointer = pointerOf(issue.path);
  throw new Refused(missing ? 'field_missing' : 'field_invalid', {
    pointer,
    detail: sentence(pointer, missing, issue.message),
  });
}

/** A place in a JSON value, as RFC 6901 writes it; empty for all of it. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Of a union, the problems of the branch that fits best. */
function flatten(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const best = issue.errors.toSorted((a, b) => misfits(a) - misfits(b))[0] ?? [];
    return flatten(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

const misfits = (issues: readonly z.core.$ZodIssue[]) =>
  issues.length + issues.filter(({ code }) => code === 'unrecognized_keys').length;

function at(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<PropertyKey, unknown> | undefined)?.[name], body);
}

function sentence(pointer: string, missing: boolean, message: string): string {
  const field = pointer === '' ? 'the body' : pointer;
  return missing ? `${field} is required` : `${field}: ${message}`;
}

// What the HTTP server itself refuses, before any of our code sees the request.
const byServer: Readonly<Record<number, ProblemCode>> = {
  400: 'body_not_json',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** Every error as the problem that its caller is told; null for one that is nobody's fault but ours. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Refused) return error.problem;
  const { status, message } = error as { status?: number; message?: string };
  const code = byServer[status ?? 0];
  return code ? problem(code, { detail: message }) : null;
}
