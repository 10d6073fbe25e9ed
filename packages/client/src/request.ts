import { delayBefore, pause, retryAfterOf } from './back-off.ts';
import { BackchannelError, type Problem } from './problem.ts';

/** How hard to try. */
export interface Patience {
  /** Attempts after the first, when nobody answers or the answer is "later" (429, 503). */
  readonly retries?: number;
  /** For one attempt; what it waits for an outcome comes on top. */
  readonly timeoutMs?: number;
}

interface Request extends Patience {
  readonly url: string | URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What to do about an attempt: give this, or try again unless it was the last. */
type Attempt = { readonly answer: unknown } | { readonly again: BackchannelError; readonly retryAfter: number | null };

const RETRIES = 6;
const TIMEOUT_MS = 10_000;

/** The answer's JSON. Throws `BackchannelError`, or the signal's reason. */
export async function send(request: Request): Promise<unknown> {
  const { retries = RETRIES, signal } = request;
  for (let attempt = 0; ; attempt += 1) {
    const tried = await attemptTo(request);
    if ('answer' in tried) return tried.answer;
    const delay = attempt < retries ? delayBefore(attempt, tried.retryAfter, Math.random()) : null;
    if (delay === null) throw tried.again;
    await pause(delay, signal);
  }
}

async function attemptTo(request: Request): Promise<Attempt> {
  const { url, method, headers, body, waitMs = 0, timeoutMs = TIMEOUT_MS, signal } = request;
  signal?.throwIfAborted();
  const late = AbortSignal.timeout(timeoutMs + waitMs);
  const either = signal ? AbortSignal.any([signal, late]) : late;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { method, headers, signal: either, ...(body !== undefined && { body }) });
    // A connection that breaks in the middle of an answer is one that broke.
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    return { again: nobody(cause, late.aborted), retryAfter: null };
  }
  return attemptOf(response, text);
}

function attemptOf({ ok, status, headers }: Response, text: string): Attempt {
  const json = parsed(text);
  const retryAfter = retryAfterOf(headers.get('retry-after'), Date.now());
  if (ok && json !== undefined) return { answer: json };
  if (ok) return { again: new BackchannelError('unreachable', { detail: 'the answer is cut off' }), retryAfter };
  const error = isProblem(json)
    ? new BackchannelError(json.code, { ...json, status })
    : new BackchannelError('unexpected_answer', { status, detail: `${status}, and no problem+json` });
  if (status === 429 || status === 503) return { again: error, retryAfter };
  throw error;
}

function nobody(cause: unknown, late: boolean): BackchannelError {
  if (late) return new BackchannelError('timeout', { detail: 'no answer in time', cause });
  return new BackchannelError('unreachable', { detail: cause instanceof Error ? cause.message : String(cause), cause });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isProblem = (json: unknown): json is Problem =>
  typeof json === 'object' && json !== null && 'code' in json && typeof json.code === 'string';
