import type { RequestListener } from 'node:http';
import { type Addresses, demoFiles } from './files.ts';

const headers = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'self'; connect-src http: https: ws: wss:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Answers every request: with a file of the demo, or that there is none. */
export function demo(addresses: Addresses): RequestListener {
  const files = demoFiles(addresses);
  return ({ method = 'GET', url = '/' }, response) => {
    const file = files.get(url.split('?', 1)[0] ?? '/');
    if (!file) return response.writeHead(404, headers).end();
    if (method !== 'GET' && method !== 'HEAD') return response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
    return response.writeHead(200, { ...headers, 'content-type': file.type }).end(method === 'GET' ? file.body : '');
  };
}
