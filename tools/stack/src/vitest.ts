import { startCoordinator } from './coordinator.ts';

/** Vitest's global setup: starts no server itself, but whoever asks (`realKafka` and its like) gets one. */
export default async function setup(): Promise<() => Promise<void>> {
  const coordinator = await startCoordinator();
  process.env.STACK_URL = coordinator.url;
  return async () => {
    await coordinator.close();
    for (const sentence of coordinator.missing) process.stderr.write(`\nTests were skipped. ${sentence}\n`);
  };
}
