import type { FastifyInstance } from 'fastify';
import { pathOf } from './path.ts';

interface Door {
  readonly isDoor: (path: string) => boolean;
  readonly methods: string;
  /** Header names, of requests and of answers. */
  readonly allows: string;
  readonly exposes: string;
}

/** Browsers may ask from any page: a payment form is on somebody else's origin. No credentials but the header. */
export function allowAnyOrigin(server: FastifyInstance, { isDoor, methods, allows, exposes }: Door): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!isDoor(pathOf(request))) return;
    void reply.header('access-control-allow-origin', '*');
    void reply.header('access-control-expose-headers', exposes);
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', methods)
      .header('access-control-allow-headers', allows)
      .header('access-control-max-age', '7200')
      .send();
  });
}
