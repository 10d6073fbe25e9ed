import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Program } from './child.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';

/** A server that keeps its data in a folder. */
export interface FolderServer extends Server, AsyncDisposable {
  readonly dir: string;
  /** Stops it, and deletes its data unless the folder was given. */
  close(): Promise<void>;
}

export interface FolderOptions {
  /** Where its data stays; without it the data lives as long as the server. */
  readonly dir?: string | undefined;
  /** Told when it ended and nobody had asked for that. */
  readonly onDeath?: ((sentence: string) => void) | undefined;
}

/** What runs in a folder that is made ready for it. */
export type InFolder = Pick<Program, 'command' | 'args'> & Pick<ServerOptions, 'ready' | 'stopSignal'>;

export async function startInFolder(
  name: string,
  { dir, onDeath }: FolderOptions,
  prepare: (folder: string) => Promise<InFolder>,
): Promise<FolderServer> {
  const folder = dataFolder(name.toLowerCase(), dir);
  try {
    const { command, args, ...options } = await prepare(folder.path);
    const log = join(folder.path, `${name.toLowerCase()}.log`);
    const program = { name, command, args, log, trash: folder.trash };
    const server = await startServer({ program, onDeath, ...options });
    const close = async () => {
      await server.stop();
      folder.dispose();
    };
    return Object.assign(server, { dir: folder.path, close, [Symbol.asyncDispose]: close });
  } catch (error) {
    folder.dispose();
    throw error;
  }
}

interface Folder {
  readonly path: string;
  /** The path, if the folder was made for the occasion. */
  readonly trash: string | undefined;
  dispose(): void;
}

function dataFolder(name: string, given: string | undefined): Folder {
  if (given) {
    mkdirSync(given, { recursive: true });
    return { path: resolve(given), trash: undefined, dispose: () => {} };
  }
  const path = mkdtempSync(join(tmpdir(), `backchannel-${name}-`));
  return { path, trash: path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}
