import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const apps = fileURLToPath(new URL('../../apps', import.meta.url));
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

async function bundle(name: string, outDir: string): Promise<void> {
  await build({ root: join(apps, name), configFile, logLevel: 'error', build: { outDir } });
}
