/** What `Authorization` is for the Web View Integration API. In a browser, pages need https or localhost for it. */
export async function digestOf({ conversationId, botId }: { conversationId: string; botId: string }): Promise<string> {
  const ids = new TextEncoder().encode(`${conversationId} || ${botId}`);
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', ids));
  return hex(bytes);
}

/** An idempotency key. Not `randomUUID`, which pages without https don't have. */
export function newKey(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
