/** When the same call may be made once more: `idempotent` means only where twice is as good as once. */
export type Again = 'never' | 'idempotent' | 'always';

/** Why nobody answered. Its message is for the author of the bot: it names hosts and headers, never values of them. */
export class Trouble extends Error {
  readonly again: Again;

  constructor(message: string, again: Again = 'never', options?: ErrorOptions) {
    super(message, options);
    this.again = again;
  }
}

const unsafe = /CERT|TLS|SSL|EPROTO|SIGNATURE|HOSTNAME/;

/** What an error of the connection means. Only its code is told: its message may hold what was sent. */
export function troubleOf(cause: unknown, { host, sent }: { host: string; sent: boolean }): Trouble {
  if (cause instanceof Trouble) return cause;
  const code = codeOf(cause);
  if (code === 'ENOTFOUND') return new Trouble(`There is no host ${host}.`, 'never', { cause });
  if (code === 'HPE_HEADER_OVERFLOW') return new Trouble(`${host} answers with too long headers.`, 'never', { cause });
  if (code.startsWith('HPE_')) return new Trouble(`${host} does not answer in HTTP (${code}).`, 'never', { cause });
  if (unsafe.test(code)) return new Trouble(`There is no safe connection to ${host} (${code}).`, 'never', { cause });
  return sent
    ? new Trouble(`${host} broke off the connection (${code}).`, 'idempotent', { cause })
    : new Trouble(`${host} can not be reached (${code}).`, 'always', { cause });
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no reason given';
}
