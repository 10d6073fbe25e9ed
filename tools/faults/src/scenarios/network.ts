import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxy } from '@backchannel/stack';
import type { Stage } from './scenario.ts';

const CUTTING_MS = 10_000;

/** Cuts all connections again and again, for ten seconds. */
export async function cutAll(
  proxies: readonly Proxy[],
  { gone, fail }: Pick<Stage, 'gone' | 'fail'>,
  everyMs: number,
): Promise<void> {
  let links = 0;
  for (let past = 0; past < CUTTING_MS; past += everyMs) {
    for (const proxy of proxies) links += proxy.cut();
    await sleep(everyMs);
  }
  gone();
  if (links === 0) fail('there were no connections to cut');
}

/** What is done to everybody must be felt: else nothing was done. */
export function feel({ load, fail }: Pick<Stage, 'load' | 'fail'>, ms: number): void {
  const now = performance.now();
  const isFelt = load.utterances.some(({ saidAt, shownAt = now }) => shownAt - saidAt >= ms);
  if (!isFelt) fail(`nobody has waited for ${ms} ms`);
}
