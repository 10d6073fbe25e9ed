import type { Json } from '@backchannel/contracts';

/** What a page function returned, or why it did not. */
export type Returned = { readonly value: Json } | { readonly error: string };

/** As the server takes it. */
const MOST_BYTES = 60_000;
const MOST_ERROR = 4000;

type PageFunction = (param: unknown) => unknown;

/** The function of that name, if the page has one. */
export function pageFunction(functions: unknown, name: string): PageFunction | null {
  // Every object has a `toString`.
  if (name in Object.prototype) return null;
  const found = (functions as Record<string, unknown> | null | undefined)?.[name];
  return typeof found === 'function' ? (found.bind(functions) as PageFunction) : null;
}

/** Calls it and waits. What it returns must be JSON; nothing is null. */
export async function call(functions: () => unknown, name: string, param: unknown): Promise<Returned> {
  try {
    const found = pageFunction(functions(), name);
    if (!found) return { error: `chatbot.${name} is not a function` };
    const value = await found(param);
    const text = value === undefined ? 'null' : (JSON.stringify(value) as string | undefined);
    if (text === undefined) return { error: `chatbot.${name} returned a ${typeof value}, which is not JSON` };
    if (new Blob([text]).size > MOST_BYTES) return { error: `chatbot.${name} returned more than ${MOST_BYTES} bytes` };
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { error: (error instanceof Error ? error.message : String(error)).slice(0, MOST_ERROR) };
  }
}
