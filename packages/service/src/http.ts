import { limits, type Problem, problem } from '@backchannel/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Opened } from './opened.ts';
import { pathOf } from './path.ts';
import { bound, patience } from './patience.ts';
import { problemOf, Refused } from './problems.ts';
import { countRequests, InHand } from './requests.ts';
import { safeHeaders } from './safe-headers.ts';
import { traceRequests } from './tracing/requests.ts';

/** The HTTP side of a service: limits, health, and one shape for every refusal, whoever refuses. */
export function httpServer(
  opened: Pick<Opened, 'health' | 'log' | 'environment' | 'meter'>,
  bodyLimit: number = limits.inputBytes,
) {
  const { health, log, environment, meter } = opened;
  // Anybody may write X-Forwarded-For: it is believed of nobody but our own proxies.
  const trustProxy = environment.trustedProxies ?? false;
  const { keepAliveTimeout, requestTimeout } = patience;
  const http = { ...patience };
  const headers = safeHeaders(environment.publicUrl);
  const server = Fastify({
    bodyLimit,
    forceCloseConnections: true,
    trustProxy,
    http,
    keepAliveTimeout,
    requestTimeout,
    // An address that can be none (`100%`): no hook gets to see it.
    frameworkErrors: (_error, request, reply) => void nowhere(request, reply.headers(headers)),
  });
  bound(server.server, headers);
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
  const inHand = new InHand(server);
  countRequests(server, meter);
  traceRequests(server);
  // Only JSON comes in; other types are refused by name (415) instead of half understood.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, server.getDefaultJsonParser('error', 'error'));
  const methodsAt = routesOf(server);

  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', (_request, reply) => {
    const waitsFor = health.waitsFor();
    const isReady = waitsFor.length === 0;
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'waiting', waitsFor });
  });

  // Nest brings here what its handlers throw, what the server itself refuses, and requests that no handler takes.
  const filter = filterOf((error, request, reply) => {
    if (error instanceof NotFoundException) return nothingThere(methodsAt, request, reply);
    const known = problemOf(error);
    if (!known) log.error({ err: error }, 'a request failed');
    if (!(error instanceof Refused)) return send(reply, known ?? problem('internal'));
    void reply.headers(error.headers);
    return send(reply, error.problem, error.retryAfter);
  });
  return { server, filter, inHand };
}

type Answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => unknown;

function filterOf(answer: Answer): ExceptionFilter {
  class ProblemFilter implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost) {
      const http = host.switchToHttp();
      return answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    }
  }
  Catch()(ProblemFilter);
  return new ProblemFilter();
}

function nothingThere(methodsAt: (path: string) => readonly string[], request: FastifyRequest, reply: FastifyReply) {
  const path = pathOf(request);
  const allowed = methodsAt(path).join(', ');
  if (allowed === '') return nowhere(request, reply);
  void reply.header('allow', allowed);
  return send(reply, problem('method_not_allowed', { detail: `${path} takes ${allowed}` }));
}

function nowhere(request: FastifyRequest, reply: FastifyReply) {
  return send(reply, problem('not_found', { detail: `there is nothing at ${pathOf(request)}` }));
}

function send(reply: FastifyReply, body: Problem, retryAfter = 1) {
  if (body.status === 503 || body.status === 429) void reply.header('retry-after', String(retryAfter));
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Which methods the server's routes take at a path. */
function routesOf(server: FastifyInstance): (path: string) => readonly string[] {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  return (path) => [...([...methods].find(([url]) => fits(url, path))?.[1] ?? [])];
}

/** Whether a route's pattern, `:names` and all, is that of a path. */
function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}
