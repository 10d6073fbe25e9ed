import type { Problem } from '@backchannel/contracts';

const TIMEOUT_MS = 10_000;

export type Answer =
  | { readonly body: unknown; readonly problem?: undefined }
  /** Null: nobody answered, or somebody who is not Backchannel. */
  | { readonly problem: Problem | null; readonly retryAfter: number };

/** Posts once. Never rejects. */
export async function ask(address: string, { token, body }: { token?: string; body?: object }): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const json: unknown = await response.json();
    if (response.ok) return { body: json };
    const seconds = Number(response.headers.get('retry-after'));
    return { problem: problemIn(json), retryAfter: seconds > 0 ? seconds * 1000 : 0 };
  } catch {
    // Whoever asked comes again, and the person is shown that there is no connection.
    return { problem: null, retryAfter: 0 };
  }
}

function problemIn(json: unknown): Problem | null {
  const problem = json as Problem | null;
  return typeof problem?.code === 'string' ? problem : null;
}
