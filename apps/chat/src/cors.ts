import type { FastifyInstance } from 'fastify';

/** Of the door, and nothing else of the service. */
export const isDoor = (path: string) => /^\/v1\/(?:conversations|bots)(?:[/?]|$)/.test(path);

/**
 * Pages of other origins may ask and may read the answer, refusals included; which bot lets which origin in is decided
 * where the bot is known, and a preflight knows none. No cookies: the token is all the credential there is.
 */
export function allowOrigins(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!isDoor(request.url)) return;
    void reply.header('access-control-allow-origin', '*');
    void reply.header(
      'access-control-expose-headers',
      'Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset',
    );
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'Authorization, Content-Type')
      .header('access-control-max-age', '7200')
      .send();
  });
}
