import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { Relay } from './relay.ts';

/** After a request that may have changed something, what is to be said of it is said at once. */
@Injectable()
export class WakeAfter implements NestInterceptor {
  constructor(private readonly relay: Relay) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reads = context.getType() === 'http' && context.switchToHttp().getRequest<FastifyRequest>().method === 'GET';
    return reads ? next.handle() : next.handle().pipe(finalize(() => this.relay.wake()));
  }
}
