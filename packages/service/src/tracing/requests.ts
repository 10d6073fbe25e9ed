import { during, isTracing, spanAtDoor } from '@backchannel/messaging';
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A request begins a trace: what its handler says goes on with it. */
export function traceRequests(server: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  // Behind the parser: what a stream tells its listeners is in nobody's span.
  server.addHook('preValidation', (request, _reply, done) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? 'none';
    if (route.startsWith('/health/')) return done();
    const attributes = { 'http.request.method': method, 'http.route': route };
    const span = spanAtDoor(`${method} ${route}`, { attributes, caller: headers['traceparent'] });
    spans.set(request, span);
    during(span, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
