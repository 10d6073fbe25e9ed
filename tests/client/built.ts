import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type * as client from '../../packages/client/src/index.ts';

const folder = fileURLToPath(new URL('../../packages/client', import.meta.url));

export interface Packed {
  /** What `import` gives whoever has installed it. */
  readonly client: typeof client;
  /** Its one file. */
  readonly source: string;
  readonly files: readonly string[];
  /** Where it is installed. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** The client as npm would install it: built, packed and unpacked. */
export async function packedClient(): Promise<Packed> {
  const place = join(folder, '..', '..', '.cache', randomUUID());
  await mkdir(place, { recursive: true });
  const run = (program: string, ...args: string[]) => promisify(execFile)(program, args, { cwd: folder });
  const { stdout } = await run(
    'npm',
    'pack',
    '--json',
    '--silent',
    '--foreground-scripts=false',
    '--pack-destination',
    place,
  );
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  await run('tar', '-xzf', join(place, filename), '-C', place);
  const file = join(place, 'package', 'dist', 'index.js');
  return {
    client: (await import(/* @vite-ignore */ pathToFileURL(file).href)) as typeof client,
    source: await readFile(file, 'utf8'),
    files: files.map(({ path }) => path),
    folder: join(place, 'package'),
    remove: () => rm(place, { recursive: true, force: true }),
  };
}
