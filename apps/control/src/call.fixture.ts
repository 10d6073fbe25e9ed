import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
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
  const response = await ask(address, { method: route.method, headers, body: JSON.stringify(body) });
  const { statusCode: status = 0, headersDistinct } = response;
  const said = await text(response);
  const answer: unknown = said === '' ? undefined : JSON.parse(said);
  if (status < 300) route.answer.parse(answer);
  const pairs = Object.entries(headersDistinct).flatMap(([name, some = []]) =>
    some.map((one): [string, string] => [name, one]),
  );
  const answered = { status, headers: new Headers(pairs), body: answer };
  checkDocumented(route, answered);
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any part of it
  return answered as typeof answered & { readonly body: any };
}

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const agent = new Agent({ keepAlive: true });

/** Leaner than `fetch`, which tells where little has been compiled yet. */
function ask(address: string, { method, headers, body }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(address, { method, headers, agent }, resolve).on('error', reject).end(body);
  });
}
