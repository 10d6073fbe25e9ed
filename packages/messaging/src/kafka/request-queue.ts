import { createRequire } from 'node:module';

export interface RequestQueue {
  pending: unknown[];
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
}

/** From inside kafkajs. */
export const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
  new (options: object): RequestQueue;
  prototype: RequestQueue;
};

const original = RequestQueue.prototype.scheduleCheckPendingRequests;

// Each connection of kafkajs 2.2.4 looks every millisecond, for life, whether a throttled request may go: 5 % of a core, idle.
// Where none is waiting there is nothing to look for; `push` looks again when one comes.
RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(): void {
  if (this.pending.length > 0) original.call(this);
};
