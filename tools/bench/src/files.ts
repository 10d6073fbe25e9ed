import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFigures } from './report/document.ts';
import { plot } from './report/plot.ts';
import { report } from './report/report.ts';
import type { Results } from './results.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Where runs leave what they find. */
export const folder = join(root, '.cache', 'bench');
const document = join(root, 'docs', 'performance.md');

/** Written after every visit: what was measured is there, whatever happens to the rest. */
export function keep(results: Results, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.svg`), plot(results));
  return file;
}

/** Writes the figures of a run, and its plot, into the documentation. */
export function writeDocument(name: string): string {
  const file = join(folder, `${name}.json`);
  if (!existsSync(file))
    throw new Error(`there are no figures to write: ${file} is missing, which npm run bench makes`);
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  writeFileSync(
    document,
    withFigures(
      readFileSync(document, 'utf8'),
      `${report(results)}\n\n![The p99 of each system by the rate](performance.svg)`,
    ),
  );
  writeFileSync(join(root, 'docs', 'performance.svg'), plot(results));
  return document;
}
