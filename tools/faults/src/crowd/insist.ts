import { backOff } from './back-off.ts';

const TIMEOUT_MS = 10_000;
/** What is answered by waiting: too often, and nobody is there. */
const LATER = [0, 429, 500, 502, 503, 504];

/** Somebody has said no, for good. */
export class Refusal extends Error {}

export interface Ask {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
  /** Ends it; what is thrown then is its reason. */
  readonly signal: AbortSignal;
  /** More answers that may be others later. */
  readonly later?: readonly number[];
  /** Told of each attempt that was for nothing. */
  readonly again?: () => void;
}

/** Posts until the answer is a yes, or a no for good. */
export async function insist(ask: Ask): Promise<unknown> {
  const { url, signal, later = [], again } = ask;
  for (let attempt = 0; ; attempt += 1) {
    const { status, text, retryAfterMs } = await attemptTo(ask);
    if (status >= 200 && status < 300) return JSON.parse(text);
    if (![...LATER, ...later].includes(status)) throw new Refusal(`${url} answers ${status}: ${text}`);
    signal.throwIfAborted();
    again?.();
    await backOff(attempt, retryAfterMs);
  }
}

/** The status is 0 where nobody answers, or an answer breaks off. */
async function attemptTo({ url, headers, body, signal }: Ask) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await response.text();
    return { status: response.status, text, retryAfterMs: Number(response.headers.get('retry-after') ?? 0) * 1000 };
  } catch {
    return { status: 0, text: '', retryAfterMs: 0 };
  }
}
