import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

test('what naive stands on is kafkajs as it comes, though batched is in the same program', async () => {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
  const { scheduleCheckPendingRequests } = RequestQueue.prototype;
  await import('./batched.ts');
  await import('./state.ts');
  expect(RequestQueue.prototype.scheduleCheckPendingRequests).toBe(scheduleCheckPendingRequests);
});
