import type { ApiInteraction, Json } from '@backchannel/contracts';
import { inAddress } from './address.ts';
import type { Request } from './outside/outside.ts';
import type { Run } from './run.ts';
import { fill, fillValue, inForm, inJson } from './template.ts';

/** What an API integration asks, with its placeholders filled. */
export function requestOf(interaction: ApiInteraction, { memory: { placeholder } }: Run): Request {
  const { method, url, headers, query, body, credential } = interaction;
  const filled = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [name, fill(value, placeholder)] as const);
  const address = withQuery(fill(url, placeholder, inAddress), filled(query));
  const request: Request = { method, url: address, headers: Object.fromEntries(filled(headers)) };
  return {
    ...request,
    ...(body !== undefined && { body: textOfBody(body, headers, placeholder) }),
    ...(credential !== undefined && { credential }),
  };
}

function withQuery(url: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return url;
  const added = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${added}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** A value can not end the quotes of a JSON text that it stands in, nor a field of a form. */
function textOfBody(body: Json, headers: Readonly<Record<string, string>>, placeholder: Run['memory']['placeholder']) {
  if (typeof body !== 'string') return JSON.stringify(fillValue(body, placeholder));
  const [, type = 'json'] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  if (/x-www-form-urlencoded/i.test(type)) return fill(body, placeholder, inForm);
  return fill(body, placeholder, /json/i.test(type) ? inJson : undefined);
}
