import type { Route } from '@backchannel/contracts/admin';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Admitted } from '../access/guard.ts';

const KEY = 'admin route';

/** The method implements a route of the admin API: it is called by those who may, with what the route has checked. */
export function Handles(route: Route): MethodDecorator {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
  return applyDecorators(
    RequestMapping({ path, method: RequestMethod[route.method] }),
    HttpCode(route.status),
    SetMetadata(KEY, route),
  );
}

/** The route that a handler implements. */
export function routeOf(reflector: Reflector, handler: ReturnType<ExecutionContext['getHandler']>): Route | undefined {
  return reflector.get<Route | undefined>(KEY, handler);
}

const admitted = (context: ExecutionContext): Admitted => {
  const { admitted } = context.switchToHttp().getRequest<FastifyRequest & { admitted?: Admitted }>();
  if (!admitted) throw new Error('the guard has not seen this request');
  return admitted;
};

/** Params, query, body and `If-Match` of the request: an `Asked` of the route. */
export const Ask = createParamDecorator((_: unknown, context: ExecutionContext) => admitted(context).asked);

/** Who asks. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = admitted(context);
  if (!caller) throw new Error('anybody may ask this: there is nobody to name');
  return caller;
});
