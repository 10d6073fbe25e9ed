import { JSException } from 'quickjs-wasi';
import type { Failure } from './call.ts';
import type { Engine } from './engine.ts';
import { placeIn } from './source.ts';

const LONGEST_MESSAGE = 1_000;
const LONGEST_STACK = 10_000;

export const TOO_LONG: Failure = { reason: 'time', message: 'the script took too much time' };

interface Where {
  readonly engine: Engine;
  readonly names: readonly string[];
}

/** What the frame says a script threw; null if it threw nothing. */
export function thrownFailure(told: string, names: readonly string[]): Failure | null {
  if (!told.startsWith('-')) return null;
  const end = told.indexOf('\0');
  const message = told.slice(1, end);
  return error(message, { stack: told.slice(end + 1, end + LONGEST_STACK), names });
}

/** What came out of the engine past the frame. */
export function whatFailed(thrown: unknown, { engine, names }: Where): Failure {
  // Whatever else holds: what is no exception of the guest may be the engine's own.
  if (!(thrown instanceof JSException)) engine.broken = true;
  if (engine.budget.spent) return TOO_LONG;
  if (thrown instanceof JSException) {
    using exception = thrown;
    const message = exception.name ? `${exception.name}: ${exception.message}` : exception.message;
    return exception.name === 'SyntaxError'
      ? syntax(exception.message, { stack: exception.stack ?? '', names })
      : error(message, { stack: exception.stack ?? '', names });
  }
  // The engine is compiled code: deep enough, it meets the end of the thread's own stack.
  if (thrown instanceof RangeError) return error(`RangeError: ${thrown.message}`, { stack: '', names });
  return { reason: 'worker', message: `the engine failed: ${String(thrown)}` };
}

export function syntaxFailure(thrown: unknown, where: Where): Failure {
  const failure = whatFailed(thrown, where);
  return failure.reason === 'error' ? { ...failure, reason: 'syntax' } : failure;
}

interface Told {
  readonly stack: string;
  readonly names: readonly string[];
}

function error(message: string, { stack, names }: Told): Failure {
  const reason = message.startsWith('InternalError: out of memory') ? 'memory' : 'error';
  return { reason, message: message.slice(0, LONGEST_MESSAGE), ...placeIn(stack, names) };
}

function syntax(message: string, { stack, names }: Told): Failure {
  return { reason: 'syntax', message: message.slice(0, LONGEST_MESSAGE), ...placeIn(stack, names) };
}
