import { parentPort, workerData } from 'node:worker_threads';
import type { HostFunctions } from './host.ts';
import type { Group, WorkerData } from './message.ts';
import { Workshop } from './workshop.ts';

export type { HostCall, HostFunction, HostFunctions } from './host.ts';

/** What a worker's entry file calls, once. */
export function work(functions: HostFunctions = {}): void {
  const port = parentPort;
  if (!port) throw new Error('work() is for the entry file of a worker of a Sandbox');
  const workshop = new Workshop(workerData as WorkerData, functions);
  // One group at a time: the next is sent when this one is answered.
  port.on('message', (group: Group) => {
    workshop
      .do(group, (answers) => port.postMessage({ answers }))
      .catch((error: unknown) => {
        // Uncaught, so that the worker ends and the main side hears of it.
        process.nextTick(() => {
          throw error;
        });
      });
  });
}
