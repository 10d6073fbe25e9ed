import { Door, type DoorOptions } from './door.ts';
import { posted, type WebViewPost } from './web-view.ts';

/** Where to post, and what lets one in: once. */
export interface ReturnTicket {
  readonly url: string | URL;
  readonly token: string;
}

/** A return link that the bot made: the address that the person came with (`location.href`), or what is in it. */
export function returnLink(link: string | URL | ReturnTicket, options: DoorOptions = {}): Door<WebViewPost> {
  const { url, token } = typeof link === 'object' && 'token' in link ? link : ticketOf(new URL(link));
  const authorization = () => `Bearer ${token}`;
  return new Door({ ...options, post: new URL(url), authorization, once: true }, posted);
}

function ticketOf({ searchParams }: URL): ReturnTicket {
  const [url, token] = [searchParams.get('returnUrl'), searchParams.get('returnToken')];
  if (url && token) return { url, token };
  throw new TypeError('this address has no returnUrl and returnToken: it is not one that a bot made');
}
