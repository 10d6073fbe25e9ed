import { activeTraceparent, isTracing } from '@backchannel/messaging';
import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import type { Environment } from './environment.ts';

/** Structured lines on standard output: ids, never values. */
export function openLog(service: string, { logLevel }: Pick<Environment, 'logLevel'>): Logger {
  return pino({ level: logLevel, base: { service }, ...(isTracing() && { mixin: ofTrace }) });
}

/** A line that is written during a recorded piece of work leads to its trace. */
function ofTrace(): object {
  const traceparent = activeTraceparent();
  return traceparent === undefined ? {} : { trace: traceparent.split('-')[1] };
}

/** Nest's own lines in the same log. What Nest says at every start is only for whoever looks for it. */
export function nestLogger(log: Logger): LoggerService {
  return {
    log: (message, ...rest) => log.debug(...text(message, rest)),
    error: (message, ...rest) => log.error(...text(message, rest)),
    warn: (message, ...rest) => log.warn(...text(message, rest)),
    debug: (message, ...rest) => log.debug(...text(message, rest)),
    verbose: (message, ...rest) => log.debug(...text(message, rest)),
    fatal: (message, ...rest) => log.fatal(...text(message, rest)),
  };
}

const text = (message: unknown, rest: unknown[]) => [{ context: rest.at(-1) }, String(message)] as const;
