import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoordinator } from './coordinator.ts';

/**
 * Vitest's global setup: starts no server itself, but whoever asks (`realKafka` and its like) gets one. What tests leave in
 * the folder for temporary files goes with their run.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const before = process.env.TMPDIR;
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-tests-'));
  process.env.TMPDIR = folder;
  const coordinator = await startCoordinator();
  process.env.STACK_URL = coordinator.url;
  return async () => {
    await coordinator.close();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(folder, { recursive: true, force: true });
    for (const sentence of coordinator.missing) process.stderr.write(`\nTests were skipped. ${sentence}\n`);
  };
}
