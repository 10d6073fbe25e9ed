import type { IncomingHttpHeaders } from 'node:http';

/**
 * Which page asks, as its browser says it; `unsaid`: no browser, or a very old one. `Sec-Fetch-Site` comes only over https
 * and from localhost, `Origin` with every request that changes something. A proxy may have put its own name into `Host`.
 */
export function askedFrom(headers: IncomingHttpHeaders, publicUrl: string): 'here' | 'elsewhere' | 'unsaid' {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'here' : 'elsewhere';
  const { origin, host } = headers;
  if (origin === undefined) return 'unsaid';
  if (!URL.canParse(origin)) return 'elsewhere';
  const isHere = origin === new URL(publicUrl).origin || (host !== undefined && new URL(origin).host === host);
  return isHere ? 'here' : 'elsewhere';
}
