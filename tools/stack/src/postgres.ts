import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filled } from './cache.ts';
import { openDatabase } from './database.ts';
import { type FolderOptions, type FolderServer, startInFolder } from './folder.ts';
import { freePort } from './port.ts';
import { findPostgres } from './postgres-programs.ts';
import { giveAway, unprivileged } from './unprivileged.ts';

export interface PostgresServer extends FolderServer {
  readonly url: string;
}

export interface PostgresOptions extends FolderOptions, Partial<Account> {
  readonly port?: number | undefined;
  /** More arguments of postgres. */
  readonly settings?: readonly string[] | undefined;
}

/** Of a folder that is new: one that has data keeps its user and password. */
interface Account {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

// The same order of texts wherever it runs, and the order that SQLite has.
const INITDB = ['--auth=scram-sha-256', '--locale=C', '--encoding=UTF8'];
// No socket in a folder that belongs to an installed Postgres; the time zone of a container.
const SETTINGS = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'timezone=UTC'];
// What is thrown away with its server has no power cut to survive.
const THROWAWAY = ['-c', 'fsync=off'];

/** A Postgres of one's own. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { postgres, initdb } = await findPostgres();
  const { user = 'backchannel', password = 'for-development-only', database = 'backchannel' } = options;
  const port = options.port ?? (await freePort());
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const url = `postgres://${credentials}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

  const server = await startInFolder('Postgres', options, async (folder) => {
    const data = await filled(join(folder, 'data'), (draft) => initialise(initdb, draft, { user, password }));
    const settings = [...SETTINGS, ...(options.dir ? [] : THROWAWAY), ...(options.settings ?? [])];
    return {
      ...unprivileged(postgres, ['-D', data, '-p', String(port), ...settings]),
      ready: () => openDatabase(url),
      // SIGTERM would wait until the last client has left.
      stopSignal: 'SIGINT',
    };
  });
  return Object.assign(server, { url });
}

async function initialise(
  initdb: string,
  folder: string,
  { user, password }: Omit<Account, 'database'>,
): Promise<void> {
  const secret = `${folder}.password`;
  const { command, args } = unprivileged(initdb, ['-D', folder, '-U', user, `--pwfile=${secret}`, ...INITDB]);
  try {
    await giveAway(folder);
    await writeFile(secret, password, { mode: 0o600 });
    await promisify(execFile)(command, args);
  } catch (cause) {
    const said =
      cause instanceof Error && 'stdout' in cause && 'stderr' in cause ? [cause.stderr, cause.stdout] : [cause];
    throw new Error(`Postgres can't make a data folder:\n${said.join('').trim()}`, { cause });
  } finally {
    await rm(secret, { force: true });
  }
}
