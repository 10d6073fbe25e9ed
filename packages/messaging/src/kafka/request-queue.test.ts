import { afterEach, expect, test, vi } from 'vitest';
// What the broker loads must be what is patched.
import '../kafka-broker.ts';
import { RequestQueue } from './request-queue.ts';

const logger = { debug: () => undefined };
const queueOf = (options: object = {}) =>
  new RequestQueue({ clientId: 'test', broker: 'test', logger, requestTimeout: 1, ...options });

afterEach(() => {
  vi.useRealTimers();
});

test('an idle connection of kafkajs has no timer', () => {
  vi.useFakeTimers();
  queueOf().checkPendingRequests();
  expect(vi.getTimerCount()).toBe(0);
});

test('a request that has to wait is sent when its time has come', () => {
  vi.useFakeTimers();
  const queue = Object.assign(queueOf(), { throttledUntil: Date.now() + 50 });
  const sendRequest = vi.fn<() => void>();
  const entry = { correlationId: 1, createdAt: Date.now() };
  (queue as unknown as { push(request: object): void }).push({ entry, expectResponse: true, sendRequest });
  expect(sendRequest).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(sendRequest).toHaveBeenCalledOnce();
});
