import { limits } from '@backchannel/contracts';
import type { Route } from '@backchannel/contracts/admin';
import { allow as allowRate, Opened, parseBody, Refused } from '@backchannel/service';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeOf } from '../http/handles.ts';
import { throwIfAway } from '../store/away.ts';
import { type Caller, seesBot } from './caller.ts';
import { Callers } from './callers.ts';
import { onlyForPeople } from './person.ts';

/** A request that has been let in. */
export interface Admitted {
  readonly caller: Caller | null;
  readonly asked: { params: unknown; query: unknown; body: unknown; ifMatch: string };
}

/**
 * Stands before every route: who asks (401), whether they may (403), how often (429), and whether what they ask makes sense
 * (422). In this order, and before anything is looked up: a bot that the address names, and the caller does not see, is `forbidden`
 * whether it exists or not.
 * What a handler only finds to be of such a bot is `not_found`, as what does not exist.
 */
@Injectable()
export class Guard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly opened: Opened,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(this.reflector, context.getHandler());
    if (!route) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { admitted?: Admitted }>();
    void http.getResponse<FastifyReply>().header('cache-control', 'no-store');
    const caller = await this.callers.of(route, request).catch(throwIfAway);
    if (caller) {
      allow(caller, route, { ...(request.query as Named), ...(request.params as Named) });
      allowRate(this.opened.rates, `admin:${caller.id}`, limits.rates.admin);
    }
    request.admitted = { caller, asked: parse(route, request) };
    return true;
  }
}

/** What an address says before it has been read: whatever is no text is the name of no bot. */
interface Named {
  readonly botId?: string;
}

function allow(caller: Caller, route: Route, { botId }: Named): void {
  const { scope } = route;
  if (scope !== 'signed-in' && scope !== 'anybody' && !caller.scopes.has(scope)) {
    throw new Refused('forbidden', { detail: `the scope ${scope} is missing` });
  }
  if (onlyForPeople.has(route) && caller.kind !== 'person') {
    throw new Refused('forbidden', { detail: 'only somebody who is signed in can do this' });
  }
  if (botId !== undefined && !seesBot(caller, botId)) {
    throw new Refused('forbidden', { detail: `the credential is not for the bot ${JSON.stringify(botId)}` });
  }
}

function parse({ params, query, body, etag }: Route, request: FastifyRequest): Admitted['asked'] {
  const ifMatch = request.headers['if-match'];
  if (etag === 'wants' && ifMatch === undefined) throw new Refused('precondition_required');
  return {
    params: parseBody(params, request.params),
    query: parseBody(query, request.query),
    body: parseBody(body, request.body ?? undefined),
    ifMatch: ifMatch ?? '',
  };
}
