import { errors, jwtVerify } from 'jose';
import { z } from 'zod';

const Claims = z.object({ conversation: z.string() });

/** The conversation that a chat token is good for; undefined for anything else. Chat makes them; any secret may have signed. */
export async function conversationOf(
  token: string,
  secrets: readonly string[],
  now: number,
): Promise<string | undefined> {
  for (const secret of secrets) {
    try {
      const rules = { audience: 'chat', algorithms: ['HS256'], currentDate: new Date(now), requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), rules);
      return Claims.safeParse(payload).data?.conversation;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return undefined;
}
