import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What a process says of its memory into its log, in bytes. */
export interface Memory {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly resident: number;
  /** Of the heap, after a collection. */
  readonly kept: number;
}

/** For NODE_OPTIONS, so that services of the stack say it. */
export const collecting = `--expose-gc --import ${fileURLToPath(new URL('collector.ts', import.meta.url))}`;

export async function memoryOf(log: string): Promise<readonly Memory[]> {
  const lines = (await readFile(log, 'utf8')).split('\n');
  return lines.filter((line) => /^\{.*"kept":/.test(line)).map((line) => JSON.parse(line) as Memory);
}
