import type { Route } from '@backchannel/contracts/admin';
import { checkDocumented } from './docs/documented.fixture.ts';

/** What a caller gives to a route. */
export interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Null: none. */
  readonly key?: string | null;
  readonly ifMatch?: string;
  /** More of them: a cookie. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a route over HTTP; what it answers must be what the route and the OpenAPI document say. */
export async function callAt(
  url: string,
  route: Route,
  { params = {}, query, body, key = null, ifMatch, headers: more }: Given,
) {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const headers = {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...more,
  };
  const address = `${url}${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`;
  const response = await fetch(address, {
    method: route.method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) route.answer.parse(answer);
  checkDocumented(route, { status: response.status, headers: response.headers, body: answer });
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any part of it
  return { status: response.status, headers: response.headers, body: answer as any };
}
