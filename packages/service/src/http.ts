import { limits, type Problem, problem } from '@backchannel/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Opened } from './opened.ts';
import { problemOf } from './problems.ts';

/** The HTTP side of a service: limits, health, and one shape for every refusal. */
export function httpServer({ health, log }: Pick<Opened, 'health' | 'log'>): FastifyInstance {
  const server = Fastify({ bodyLimit: limits.inputBytes, forceCloseConnections: true });
  // Only JSON comes in; other types are refused by name (415) instead of half understood.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, server.getDefaultJsonParser('error', 'error'));

  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = [...methods].find(([url]) => fits(url, path))?.[1];
    if (!allowed) return send(reply, problem('not_found', { detail: `there is nothing at ${path}` }));
    void reply.header('allow', [...allowed].join(', '));
    return send(reply, problem('method_not_allowed', { detail: `${path} takes ${[...allowed].join(', ')}` }));
  });
  server.setErrorHandler((error, _request, reply) => send(reply, refusal(error, log)));

  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const waitsFor = health.waitsFor();
    return reply
      .code(waitsFor.length === 0 ? 200 : 503)
      .send({ status: waitsFor.length === 0 ? 'ready' : 'waiting', waitsFor });
  });
  return server;
}

/** The same for what is thrown inside Nest's handlers. */
export function problemFilter(log: Opened['log']): ExceptionFilter {
  class ProblemFilter implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost) {
      return send(host.switchToHttp().getResponse<FastifyReply>(), refusal(error, log));
    }
  }
  Catch()(ProblemFilter);
  return new ProblemFilter();
}

function refusal(error: unknown, log: Opened['log']): Problem {
  const known = problemOf(error);
  if (!known) log.error({ err: error }, 'a request failed');
  return known ?? problem('internal');
}

function send(reply: FastifyReply, body: Problem) {
  if (body.status === 503 || body.status === 429) void reply.header('retry-after', '1');
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Whether a route's pattern, `:names` and all, is that of a path. */
function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}
