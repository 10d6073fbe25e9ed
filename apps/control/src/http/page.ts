import { hash } from 'node:crypto';
import { Html, html } from './html.ts';

/** What stands in a page itself: it fetches nothing to be seen. */
interface Inline {
  readonly style: string;
  /** A module; it may ask this server, nobody else. */
  readonly script?: string;
}

/** Names what a page may have, by its hash; it may have nothing else. */
export function policyOf({ style, script }: Inline): string {
  return [
    "default-src 'none'",
    `style-src '${hashed(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashed(script)}'`, "connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const hashed = (text: string) => `sha256-${hash('sha256', text, 'base64')}`;

/** The whole page. */
export function written({
  title,
  style,
  script,
  body,
}: Inline & { readonly title: string; readonly body: Html }): string {
  // Trap: the policy knows style and script by their hashes, so nothing may stand around them.
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
<body>
${body}
${script !== undefined && html`<script type="module">${new Html(script)}</script>`}
</body>
</html>
`;
  return page.text;
}
