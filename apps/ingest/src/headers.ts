import { limits } from '@backchannel/contracts';
import { Refused } from '@backchannel/service';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The sender's own name for a request: sent again it is the same request (IETF draft "The Idempotency-Key HTTP Header Field"). */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (
    typeof key === 'string' &&
    key.length <= limits.idempotencyKeyChars &&
    /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(key)
  )
    return key;
  throw new Refused('header_invalid', {
    detail: `Idempotency-Key: 1 to ${limits.idempotencyKeyChars} visible ASCII characters`,
  });
}

/** How long the sender would wait for the outcome, in milliseconds (RFC 7240); what it can't mean is ignored, as the RFC asks. */
export function waitOf(headers: Headers): number {
  const preferences = [headers.prefer ?? []].flat().join(',');
  const [, seconds = '0'] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(preferences) ?? [];
  return Math.min(Number(seconds) * 1000, limits.waitMs);
}
