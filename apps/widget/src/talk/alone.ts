import type { Kept } from './kept.ts';
import type { Tab } from './tab.ts';
import { uuid } from './uuid.ts';

/** As long as one opening can take, and a little more. */
const CLAIM_MS = 12_000;
const LOOK_MS = 200;
/** Until what a tab has written can be read by the others. */
const SETTLE_MS = 50;

interface Around {
  readonly kept: Kept;
  readonly locks: Tab['locks'];
}

/** Of all tabs one works at a time. Without locks nearly so: whoever can must still look whether another was first. */
export async function alone<Result>({ kept, locks }: Around, work: () => Promise<Result>): Promise<Result> {
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  if (locks) {
    try {
      return await locks.request(`${kept.prefix}opening`, once);
    } catch (error) {
      // A sandboxed frame has locks that it may not use.
      if (begun) throw error;
    }
  }
  return await claimed(kept, work);
}

async function claimed<Result>(kept: Kept, work: () => Promise<Result>): Promise<Result> {
  const own = uuid();
  while (!(await claim(kept, own))) await pause(LOOK_MS);
  try {
    return await work();
  } finally {
    if (holder(kept)?.by === own) kept.remove('opening');
  }
}

async function claim(kept: Kept, by: string): Promise<boolean> {
  if (holder(kept)) return false;
  kept.write('opening', { by, until: Date.now() + CLAIM_MS });
  await pause(SETTLE_MS);
  return holder(kept)?.by === by;
}

/** One that was closed while it worked holds nothing for long. */
function holder(kept: Kept): { readonly by?: unknown } | null {
  const found = kept.read('opening') as { by?: unknown; until?: unknown } | null | undefined;
  const left = Number(found?.until) - Date.now();
  return found && left > 0 && left <= CLAIM_MS ? found : null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
