import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles services as they are now; gives the file that starts each. */
export async function built<const Names extends readonly string[]>(
  ...names: Names
): Promise<{ [Name in keyof Names]: string }> {
  const files: string[] = [];
  for (const name of names) {
    await build({
      root: join(root, 'apps', name),
      configFile: join(root, 'apps', name, 'vite.config.ts'),
      logLevel: 'error',
    });
    files.push(join(root, 'apps', name, 'dist', 'main.js'));
  }
  return files as { [Name in keyof Names]: string };
}
