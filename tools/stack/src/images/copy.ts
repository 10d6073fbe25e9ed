import { cpSync, existsSync, globSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Copying {
  /** Where the sources are. */
  readonly from: string;
  readonly to: string;
  readonly takes: (file: string) => boolean;
  /** A source keeps its folders. */
  readonly parents: boolean;
}

/** As COPY does it: of a folder what is in it; to a place that ends in a slash, or for several sources, under their names. */
export function copy(sources: readonly string[], { from, to, takes, parents }: Copying): void {
  const options = { recursive: true, verbatimSymlinks: true, filter: takes };
  for (const source of sources) {
    const found = source === '.' ? ['.'] : globSync(source.replace(/^\//, ''), { cwd: from });
    if (found.length === 0) throw new Error(`COPY finds no ${source}`);
    for (const path of found.filter((path) => takes(join(from, path)))) {
      const file = join(from, path);
      const target = placeOf({ file, path, to, parents });
      mkdirSync(dirname(target), { recursive: true });
      cpSync(file, target, options);
    }
  }
}

function placeOf({ file, path, to, parents }: { file: string; path: string; to: string; parents: boolean }): string {
  if (parents) return join(to, path);
  if (statSync(file).isDirectory()) return to;
  return to.endsWith('/') || (existsSync(to) && statSync(to).isDirectory()) ? join(to, basename(path)) : to;
}
