import { Refused } from '@backchannel/service';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError } from 'rxjs';

// SQLSTATE: the connection broke; the server goes down, is starting, has no room for one more; the tables are not there yet.
const AWAY = /^(08|57P0[123]|53300|42P01)/;
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether it is the database's being away that has made something fail: then it can be tried again. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return BROKEN.has(code) || AWAY.test(code) || /connection (terminated|timeout|error)|timeout exceeded/i.test(message);
}

/** Whether a transaction was taken back only because another one was in its way (SQLSTATE 40: deadlock, serialization). */
export function isCollision(error: unknown): boolean {
  return /^40(P01|001)$/.test((error as { code?: string }).code ?? '');
}

/** Who asks while the database is away is told to come again. */
export function throwIfAway(cause: unknown): never {
  throw isAway(cause) ? new Refused('unavailable', { detail: 'the database does not answer', cause }) : cause;
}

/** The same for all that handlers do. */
@Injectable()
export class AwayInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(catchError(throwIfAway));
  }
}
