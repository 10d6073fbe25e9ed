/**
 * What every answer says, unless it says otherwise: it is what its type says and nothing else, nobody keeps it (tokens and
 * people's words are in it), it is no page, and no other page may show it. And nothing of what answers.
 */
export function safeHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
