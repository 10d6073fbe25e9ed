import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Folder {
  readonly path: string;
  /** The path, if the folder was made for the occasion. */
  readonly trash: string | undefined;
  dispose(): void;
}

/** Where a server keeps its data: the given folder, or one made for the occasion. */
export function dataFolder(name: string, given: string | undefined): Folder {
  if (given) {
    mkdirSync(given, { recursive: true });
    return { path: resolve(given), trash: undefined, dispose: () => {} };
  }
  const path = mkdtempSync(join(tmpdir(), `backchannel-${name}-`));
  return { path, trash: path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}
