import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const apps = fileURLToPath(new URL('../../apps', import.meta.url));
const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
const configFile = fileURLToPath(new URL('../../vite.service.ts', import.meta.url));

/** Bundles services as they are now, where `docker-compose.yml` and the stack look for them. */
export async function built(...names: readonly string[]): Promise<void> {
  for (const name of names) await bundle(name, 'dist');
}

/** A bundle of the one-process system that no other test and no build overwrites. */
export async function standaloneBundle(): Promise<{ main: string; remove: () => Promise<void> }> {
  const folder = join('.cache', randomUUID());
  await bundle('standalone', folder);
  const path = join(apps, 'standalone', folder);
  return { main: join(path, 'main.js'), remove: () => rm(path, { recursive: true, force: true }) };
}

/** In the app's folder, as npm does: what is bundled depends on the package.json there. */
async function bundle(name: string, outDir: string): Promise<void> {
  const args = [vite, 'build', '--config', configFile, '--outDir', outDir, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { cwd: join(apps, name) });
}
