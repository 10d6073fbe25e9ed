import { type Answer, type Backstage, type Call, call, reasonOf } from './backstage.ts';

/** What the shop's server posts to: an endpoint of the bot's webhook, and the token that opens it. */
export interface Hook {
  /** As everybody finds it, and as the shop's server does. */
  readonly address: string;
  readonly url: string;
  readonly token: string;
}

const bot = '/admin/v1/bots/shop';
const name = 'login';

/** Keeps who the person is, and leads the bot to greeting them. */
const settings = {
  attribute: 'customer',
  mappings: [
    { pointer: '/name', attribute: 'name' },
    { pointer: '/orders', attribute: 'orders' },
  ],
  target: { dialog: 'Signed in' },
  text: '{/name} has signed in.',
  busy: 'queue',
  schema: {
    type: 'object',
    required: ['name', 'orders'],
    properties: { name: { type: 'string', minLength: 1 }, orders: { type: 'array' } },
  },
} as const;

/**
 * Has control make the endpoint what the shop needs, and a token in place of those that were good. So however often the
 * shop starts there is one endpoint, and one token.
 */
export async function openHook({ controlUrl, controlKey, ingestUrl }: Backstage): Promise<Hook> {
  const authorization = `Bearer ${controlKey}`;
  const ask = (path: string, { headers, ...given }: Call) =>
    call(`${controlUrl}${bot}/hook/${path}`, { ...given, headers: { authorization, ...headers } });
  const endpoint = `endpoints/${name}`;

  const found = await ask(endpoint, { method: 'GET' });
  if (found.status === 404) granted(await ask('endpoints', { method: 'POST', body: { name, ...settings } }));
  else if (!hasSettings(granted(found).body)) {
    const headers = { 'if-match': found.etag };
    granted(await ask(endpoint, { method: 'PUT', headers, body: settings }));
  }
  const { token } = granted(await ask('tokens/refresh', { method: 'POST', body: {} })).body as { token: string };
  const { address } = granted(await ask(endpoint, { method: 'GET' })).body as { address: string };
  return { address, url: `${ingestUrl}${address.slice(address.indexOf('/v1/hooks/'))}`, token };
}

function hasSettings(endpoint: unknown): boolean {
  const known = endpoint as Record<string, unknown>;
  return Object.entries(settings).every(([field, value]) => JSON.stringify(known[field]) === JSON.stringify(value));
}

function granted(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`control refuses the shop its webhook: ${reasonOf(answer)}`);
}
