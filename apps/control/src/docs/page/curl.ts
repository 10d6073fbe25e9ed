import type { Proof } from '../described.ts';
import type { OpenApi } from '../openapi.ts';
import type { Operation, Parameter } from '../operation.ts';
import { sampleOf } from './sample.ts';

export interface Place {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const authorizations: Partial<Record<Proof, string>> = {
  apiKey: 'Bearer $API_KEY',
  digest: '$(printf \'%s || %s\' "$CONVERSATION_ID" "$BOT_ID" | sha256sum | cut -c -64)',
  webhookToken: 'Bearer $TOKEN',
  conversationToken: 'Bearer $TOKEN',
};

/** The call as a shell makes it: with what is required, and what a reader has to fill in as its variables. */
export function curlOf({ method, path, operation }: Place, { servers, components }: OpenApi): string {
  const { parameters, requestBody, security } = operation;
  const [proof] = security.flatMap((one) => Object.keys(one)) as Proof[];
  const authorization = proof && authorizations[proof];
  const body = requestBody && sampleOf(requestBody.content['application/json']?.schema ?? {}, components.schemas);
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "${servers[0]?.url ?? ''}${filled(path)}${queryOf(parameters)}"`,
    authorization && `-H "Authorization: ${authorization}"`,
    parameters.some(({ name }) => name === 'If-Match') && '-H "If-Match: $ETAG"',
    requestBody && "-H 'Content-Type: application/json'",
    requestBody && `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`,
  ];
  return lines.filter((line) => line).join(' \\\n  ');
}

const filled = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${shouted(name)}`);

function queryOf(parameters: readonly Parameter[]): string {
  const wanted = parameters.filter(({ in: place, required }) => place === 'query' && required);
  return wanted.map(({ name }, at) => `${at === 0 ? '?' : '&'}${name}=$${shouted(name)}`).join('');
}

const shouted = (name: string) => name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
