import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './path.ts';

/** A folder in the cache of the repository. */
export function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  return filled(join(root, '.cache', name), fill);
}

/**
 * The folder that `fill` has filled, now or in an earlier run.
 * It is always complete: it is filled under another name, and of two processes that fill it at once the first one's
 * stays.
 */
export async function filled(folder: string, fill: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;

  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
