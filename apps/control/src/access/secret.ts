import { hash, randomBytes } from 'node:crypto';

/** What is shown once, and what is kept of it: it is random, so its hash needs no salt. */
export function newSecret(prefix: string): { readonly secret: string; readonly hash: string } {
  const secret = prefix + randomBytes(32).toString('base64url');
  return { secret, hash: hashOf(secret) };
}

/** Secrets are looked up by it: nothing of them is compared, so nothing of them can be told from the time that takes. */
export const hashOf = (secret: string): string => hash('sha256', secret);
