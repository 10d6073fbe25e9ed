import { Sentence } from '@backchannel/service';

/** Where browsers reach the services, and how the shop's server reaches them itself. */
export interface Addresses {
  readonly ingestUrl: string;
  readonly chatUrl: string;
  /** Of control: whoever has posted asks there what became of it. */
  readonly inputsUrl: string;
}

/** What a browser may load and ask: the shop's own, the chat's script, and the three services. Nothing inline. */
export function policyOf({ ingestUrl, chatUrl, inputsUrl }: Addresses): string {
  const chat = originOf(chatUrl);
  const asked = new Set([originOf(ingestUrl), chat, chat.replace(/^http/, 'ws'), originOf(inputsUrl)]);
  return [
    "default-src 'none'",
    `script-src 'self' ${chat}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${[...asked].join(' ')}`,
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function originOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).origin;
  throw new Sentence(`${url} is no address.`);
}
