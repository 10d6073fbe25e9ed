import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Program } from '../child.ts';
import { findProgram } from '../path.ts';
import type { Image } from './image.ts';

/** A container, as far as a process of this machine can be one: a user who owns nothing, nothing to write to, no environment. */
export function contained(image: Image, given: readonly string[]): Pick<Program, 'command' | 'args' | 'cwd' | 'env'> {
  const [program = '', ...args] = given.length > 0 ? given : image.command;
  if (program !== 'node') throw new Error(`An image of ours runs node, and not ${program}.`);
  const node = nodeOf(image);
  const [command, ...before] = [...asUser(image), node];
  return {
    command,
    args: [...before, ...args],
    cwd: join(image.folder, image.workdir),
    env: { ...image.environment, PATH: dirname(node) },
  };
}

/** From now on nobody writes to it, but to its volumes. */
export function seal({ folder, volumes }: Image, change: (path: string, mode: string) => void): void {
  change(folder, 'a-w');
  for (const volume of volumes) change(join(folder, volume), 'a+w');
}

/** A container has a Node of its own, and may not look into our folders. */
function nodeOf({ folder }: Image): string {
  const node = join(dirname(folder), 'bin', 'node');
  mkdirSync(dirname(node), { recursive: true });
  try {
    copyFileSync(process.execPath, node, 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(node, 0o755);
  return node;
}

/** Root becomes who the image says; anybody else stays who they are, and the folders refuse them too. */
function asUser({ user }: Image): readonly string[] {
  const [uid, gid] = user.split(':');
  if (user === 'root' || uid === '0') throw new Error('An image runs as root.');
  if (process.getuid?.() !== 0) return [];
  const setpriv = findProgram('setpriv');
  if (!setpriv) throw new Error('setpriv is not on the PATH: root needs it to be somebody else; util-linux has it.');
  return [setpriv, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--bounding-set=-all'];
}
