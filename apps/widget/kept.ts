import { hash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

interface Place {
  /** The file where it is kept. */
  readonly file: string;
  /** The folder of the whole repository. */
  readonly root: string;
}

/** Whatever a widget may be made of, and what makes it: more than it is, so that nothing is missing. */
const ingredients = ['package-lock.json', 'apps/widget/*.{ts,json}', 'apps/widget/src/**/*.*', 'packages/*/src/**/*.*'];
const isTest = (path: string) => /\.(?:test|fixture)\./.test(path);

/** What was built last, or what is built now, if anything that it may be made of has changed. */
export async function kept<Built>({ file, root }: Place, build: () => Promise<Built>): Promise<Built> {
  const now = await hashOfIngredients(root);
  const last = (await readKept(file)) as { readonly hash: string; readonly built: Built } | undefined;
  if (last?.hash === now) return last.built;
  const built = await build();
  await mkdir(dirname(file), { recursive: true });
  // In one step: several test runs may be at it.
  const own = `${file}.${process.pid}`;
  await writeFile(own, JSON.stringify({ hash: now, built }));
  await rename(own, file);
  return built;
}

/** Nothing where none was kept, or only half of it. */
async function readKept(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function hashOfIngredients(root: string): Promise<string> {
  const paths = globSync(ingredients, { cwd: root }).filter((path) => !isTest(path));
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const));
  return hash('sha256', JSON.stringify(texts));
}
