import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Where runs leave what they find. */
export const folder = join(root, '.cache', 'faults');
export const document = join(root, 'docs', 'reliability.md');
export const botFiles = fileURLToPath(new URL('../../bots', import.meta.url));
export const botId = 'faults';

/** An empty folder for a system: its logs stay until the next one is there. */
export async function emptyFolder(name: string): Promise<string> {
  const dir = join(folder, name);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  return dir;
}
