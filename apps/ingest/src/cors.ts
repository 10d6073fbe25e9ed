import type { FastifyInstance } from 'fastify';

/** Browsers may post from any page: a payment form is on somebody else's origin. No credentials but the header. */
export function allowAnyOrigin(server: FastifyInstance, isDoor: (path: string) => boolean): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!isDoor(request.url.split('?', 1)[0] ?? '')) return;
    void reply.header('access-control-allow-origin', '*');
    void reply.header(
      'access-control-expose-headers',
      'Preference-Applied, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset',
    );
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key, Prefer')
      .header('access-control-max-age', '7200')
      .send();
  });
}
