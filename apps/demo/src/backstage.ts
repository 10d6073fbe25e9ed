import { type ProblemCode, problem } from '@backchannel/contracts';
import { Refused } from '@backchannel/service';

/** How the shop's server reaches control and ingest. What it holds stays here: no browser gets to see it. */
export interface Backstage {
  readonly controlUrl: string;
  readonly controlKey: string;
  readonly ingestUrl: string;
}

export interface Call {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer, whatever it says. */
export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: unknown;
}

const patienceMs = 10_000;

/** Asks a service of Backchannel; refused where nobody answers. */
export async function call(url: string, { method, headers = {}, body }: Call): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer: unknown = await response.json().catch(() => null);
    return { status: response.status, etag: response.headers.get('etag') ?? '', body: answer };
  } catch (cause) {
    throw new Refused('unavailable', { detail: `${new URL(url).origin} does not answer`, cause });
  }
}

/** What an answer says when it is no: the reason, for people. */
export function reasonOf({ status, body }: Answer): string {
  const { title, detail, code } = (body ?? {}) as { title?: string; detail?: string; code?: ProblemCode };
  return detail ?? title ?? (code ? problem(code).title : `status ${status}`);
}
