import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Meter, seconds, times } from './metrics/meter.ts';

/** The template, never the path: there is an end of templates. */
const routeOf = ({ routeOptions }: FastifyRequest) => routeOptions.url ?? 'none';

/** Rate, errors and duration of what is asked over HTTP. */
export function countRequests(server: FastifyInstance, meter: Meter): void {
  if (!meter.isOn) return;
  const requests = meter.counter({
    name: 'backchannel_http_requests_total',
    help: 'Requests that were answered, health left out',
    labels: ['route', 'method', 'status'],
  });
  const durations = meter.histogram({
    name: 'backchannel_http_request_seconds',
    help: 'From the request to the end of its answer',
    labels: ['route', 'method'],
    buckets: times,
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    if (!route.startsWith('/health/')) {
      requests(route, request.method, String(reply.statusCode)).add();
      durations(route, request.method).observe(seconds(reply.elapsedTime));
    }
    done();
  });
}

/** The requests that have no answer yet: who stops waits for them. */
export class InHand {
  #count = 0;
  #stopping = false;
  #empty: (() => void) | undefined;

  constructor(server: FastifyInstance) {
    server.addHook('onRequest', (_request, reply, done) => {
      this.#count += 1;
      // The next one goes to another instance.
      if (this.#stopping) void reply.header('connection', 'close');
      reply.raw.once('close', () => {
        this.#count -= 1;
        if (this.#count === 0) this.#empty?.();
      });
      done();
    });
    server.addHook('onSend', async (_request, reply) => {
      if (this.#stopping) void reply.header('connection', 'close');
    });
  }

  /** Resolves when all are answered, but not later than after `withinMs`. */
  async done(withinMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#count === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#empty = resolve;
    const late = setTimeout(resolve, withinMs);
    await promise;
    clearTimeout(late);
  }
}
