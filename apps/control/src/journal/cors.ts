import type { FastifyInstance } from 'fastify';

/** The page that posted may ask what became of it, from any origin. No credentials but the header. */
export function allowAnyOrigin(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/inputs/')) return;
    void reply.header('access-control-allow-origin', '*');
    void reply.header('access-control-expose-headers', 'Retry-After');
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET')
      .header('access-control-allow-headers', 'Authorization')
      .header('access-control-max-age', '7200')
      .send();
  });
}
