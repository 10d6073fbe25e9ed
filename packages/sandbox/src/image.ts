import { randomBytes } from 'node:crypto';

const PAGE = 4096;

/** The memory of an engine at one moment, without the pages that nothing was ever written to. */
export interface Image {
  /** The engine that it is put into must have as much memory. */
  readonly size: number;
  readonly runs: readonly { readonly at: number; readonly bytes: Uint8Array }[];
}

/** `untouched` is what pages hold that the engine never wrote to. */
export function capture(memory: ArrayBuffer, { from, untouched }: { from: number; untouched: Buffer }): Image {
  const bytes = Buffer.from(memory);
  const runs: { at: number; bytes: Uint8Array }[] = [];
  let start = -1;
  for (let page = from; page <= bytes.length; page += PAGE) {
    const used = page < bytes.length && untouched.compare(bytes, page, page + PAGE) !== 0;
    if (used && start < 0) start = page;
    if (used || start < 0) continue;
    runs.push({ at: start, bytes: Uint8Array.from(bytes.subarray(start, page)) });
    start = -1;
  }
  return { size: bytes.length, runs };
}

export const bytesOf = ({ runs }: Image): number => runs.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** A page that nobody can guess. */
export const randomPage = (): Buffer => Buffer.alloc(PAGE, randomBytes(8));
