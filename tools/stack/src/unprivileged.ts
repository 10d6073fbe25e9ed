import { chown } from 'node:fs/promises';
import { findProgram } from './path.ts';

// The number of `nobody` and of its group everywhere.
const NOBODY = 65_534;

const isRoot = () => process.getuid?.() === 0;

/**
 * How to run a program that refuses to run as root: as it is, or by root as nobody.
 * Root's folders stay open to it (the repository may be in one): without that bit it would go by who it was.
 */
export function unprivileged(command: string, args: readonly string[]): { command: string; args: readonly string[] } {
  if (!isRoot()) return { command, args };
  const setpriv = findProgram('setpriv');
  if (!setpriv) {
    const way = 'install util-linux, be another user, or set DATABASE_URL after `docker compose up -d postgres`';
    const why = "Postgres can't run as root, and setpriv, which would run it as nobody, is not on the PATH";
    throw new Error(`${why}; ${way}.`);
  }
  const who = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return { command: setpriv, args: [...who, ...rights, command, ...args] };
}

/** Makes a folder the property of what `unprivileged` runs. */
export async function giveAway(folder: string): Promise<void> {
  if (isRoot()) await chown(folder, NOBODY, NOBODY);
}
