import { createSecretKey, type KeyObject } from 'node:crypto';
import { Refused } from '@backchannel/service';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Claims } from './inputs.ts';

const Payload = z.object({ conversation: z.string(), bot: z.string(), user: z.string(), exp: z.int() });
// So that no other token that is signed with the same secrets opens a conversation.
const audience = 'chat';

/** Conversation tokens: JWTs, each good for one conversation. The first secret signs, all of them verify. */
export class Tokens {
  readonly #keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  }

  async sign({ conversation, bot, user, exp }: Claims): Promise<string> {
    const [key] = this.#keys;
    if (!key) throw new Error('there is no secret to sign tokens with');
    return await new SignJWT({ conversation, bot, user })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setExpirationTime(exp)
      .sign(key);
  }

  /** Throws `Refused`: `token_expired` for a token that was ours, `unauthorized` for anything else. */
  async verify(token: string): Promise<Claims> {
    for (const key of this.#keys) {
      try {
        const { payload } = await jwtVerify(token, key, { audience, algorithms: ['HS256'] });
        return Payload.parse(payload);
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new Refused('token_expired', { cause: error });
        if (!(error instanceof errors.JWSSignatureVerificationFailed))
          throw new Refused('unauthorized', { cause: error });
      }
    }
    throw new Refused('unauthorized');
  }
}
