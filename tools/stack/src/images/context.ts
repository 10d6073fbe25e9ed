import { readFileSync } from 'node:fs';
import { join, matchesGlob, relative } from 'node:path';

/** Whether a file of the repository goes to the build, as .dockerignore has it. Of its patterns: names, `*` and `**`. */
export function contextOf(root: string): (file: string) => boolean {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const patterns = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const odd = patterns.find((pattern) => pattern.startsWith('!'));
  if (odd) throw new Error(`.dockerignore has ${odd}: exceptions are not known here.`);
  return (file) => {
    const path = relative(root, file);
    return path === '' || !patterns.some((pattern) => matchesGlob(path, pattern));
  };
}
