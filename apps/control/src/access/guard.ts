import type { Route } from '@backchannel/contracts/admin';
import { parseBody, Refused } from '@backchannel/service';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { routeOf } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { type Caller, seesBot } from './caller.ts';
import { callerOfKey } from './keys.ts';

/** A request that has been let in. */
export interface Admitted {
  readonly caller: Caller | null;
  readonly asked: { params: unknown; query: unknown; body: unknown; ifMatch: string };
}

/** Stands before every route: who asks, whether they may, and whether what they ask makes sense. In this order. */
@Injectable()
export class Guard implements CanActivate {
  constructor(
    private readonly store: Store,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(this.reflector, context.getHandler());
    if (!route) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { admitted?: Admitted }>();
    const caller = route.scope === 'anybody' ? null : await this.callerOf(request);
    if (caller) allow(caller, route, request.params as { botId?: string });
    request.admitted = { caller, asked: parse(route, request) };
    return true;
  }

  private async callerOf({ headers }: FastifyRequest): Promise<Caller> {
    const [, key] = /^Bearer ([^ ]+)$/i.exec(headers.authorization ?? '') ?? [];
    const caller = key && (await callerOfKey(this.store.db, key, Date.now()));
    if (!caller) throw new Refused('unauthorized', { detail: 'Authorization must be: Bearer, and an API key' });
    return caller;
  }
}

function allow(caller: Caller, { scope }: Route, { botId }: { botId?: string }): void {
  if (scope !== 'signed-in' && scope !== 'anybody' && !caller.scopes.has(scope)) {
    throw new Refused('forbidden', { detail: `the scope ${scope} is missing` });
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
