import type { FastifyRequest } from 'fastify';

/**
 * What to know a door by: its route's template, or, where there is no route, what was asked for. The same door can be
 * asked for in many ways (`%63onversations`), and the router knows them all.
 */
export function pathOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url.split('?', 1)[0] ?? '/';
}
