import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

// The door of the chat makes these; here they only show whose conversation it is.
const Header = z.object({ alg: z.literal('HS256') });
const Claims = z.object({ conversation: z.string(), aud: z.literal('chat'), exp: z.int() });

/** The conversation that a chat token is good for at `now`; undefined for anything else. Any of the secrets may have signed it. */
export function conversationOf(token: string, secrets: readonly string[], now: number): string | undefined {
  const [, signed = '', header, payload, signature = ''] = /^(([\w-]+)\.([\w-]+))\.([\w-]+)$/.exec(token) ?? [];
  const given = Buffer.from(signature, 'base64url');
  const isOurs = secrets.some((secret) => {
    const wanted = createHmac('sha256', secret).update(signed).digest();
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  if (!isOurs || !Header.safeParse(parsed(header)).success) return undefined;
  const { data: claims } = Claims.safeParse(parsed(payload));
  return claims && now < claims.exp * 1000 ? claims.conversation : undefined;
}

function parsed(part = ''): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
