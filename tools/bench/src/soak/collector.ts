// Loaded into a service before itself, with --expose-gc: what a heap holds after a collection is what is really kept. At the
// pace of the soak nothing else would collect what is old for minutes, and garbage looks like a rise.
import type { Memory } from './memory.ts';

const EVERY_MS = 5_000;

setInterval(() => {
  globalThis.gc?.();
  const { rss: resident, heapUsed: kept } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ at: Date.now(), resident, kept } satisfies Memory)}\n`);
}, EVERY_MS).unref();
