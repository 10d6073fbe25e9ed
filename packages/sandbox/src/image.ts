const PAGE = 4096;
const WORDS = PAGE / 8;

/** The memory of an engine at one moment, without the pages that nothing was ever written to. */
export interface Image {
  /** The engine that it is put into must have as much memory. */
  readonly size: number;
  readonly runs: readonly { readonly at: number; readonly bytes: Uint8Array }[];
}

/** `untouched` is the word that pages hold which the engine never wrote to. */
export function capture(memory: ArrayBuffer, { from, untouched }: { from: number; untouched: bigint }): Image {
  const words = new BigUint64Array(memory);
  const bytes = new Uint8Array(memory);
  const runs: { at: number; bytes: Uint8Array }[] = [];
  let start = -1;
  for (let page = from; page <= memory.byteLength; page += PAGE) {
    const used = page < memory.byteLength && !isUntouched(words, page / 8, untouched);
    if (used && start < 0) start = page;
    if (used || start < 0) continue;
    runs.push({ at: start, bytes: bytes.slice(start, page) });
    start = -1;
  }
  return { size: memory.byteLength, runs };
}

function isUntouched(words: BigUint64Array, first: number, untouched: bigint): boolean {
  for (let word = first; word < first + WORDS; word++) if (words[word] !== untouched) return false;
  return true;
}
