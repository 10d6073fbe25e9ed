import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, root } from './path.ts';

const run = promisify(execFile);

/** Copies packages of `tools/stack/pom.xml` into a folder. `what` is the name of the server in a message. */
export async function copyFromMaven(what: string, folder: string, ...selection: string[]): Promise<void> {
  const maven = findProgram('mvn');
  if (!maven) throw new Error(`${what} can't be fetched: Maven (mvn) is not on the PATH`);
  const pom = join(root, 'tools/stack/pom.xml');
  try {
    await run(maven, [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${folder}`,
      ...selection,
    ]);
  } catch (cause) {
    const said = cause instanceof Error && 'stdout' in cause ? `: ${String(cause.stdout).trim().split('\n')[0]}` : '';
    throw new Error(`${what} can't be fetched: Maven did not succeed${said}`, { cause });
  }
}
