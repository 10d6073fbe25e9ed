import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answered } from './answer.ts';
import type { Method } from './request.ts';
import { pauseBeforeNext } from './retry.ts';
import { type Again, Trouble } from './trouble.ts';

const limits = { retries: 3, backoffMs: 400 };
const chance = { random: 0.5, now: Date.parse('2026-11-21T12:00:00Z') };
const answered = (status: number, retryAfter?: string): Answered => ({
  status,
  body: '',
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});
const pause = (last: Answered | Trouble, more: { method?: Method; retries?: number; leftMs?: number } = {}) =>
  pauseBeforeNext({ method: 'GET', retries: 0, leftMs: 20_000, last, ...more }, limits, chance);

test.each([429, 502, 503, 504])('status %d is tried again where twice is as good as once', (status) => {
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'] as const) expect(pause(answered(status), { method })).toBe(300);
  for (const method of ['POST', 'PATCH'] as const) expect(pause(answered(status), { method })).toBeNull();
});

test.each([200, 204, 302, 400, 401, 404, 409, 500, 501])('status %d is the answer', (status) => {
  expect(pause(answered(status))).toBeNull();
});

test.each<[Again, get: boolean, post: boolean]>([
  ['never', false, false],
  ['idempotent', true, false],
  ['always', true, true],
])('trouble that may %s be tried again', (again, get, post) => {
  const last = new Trouble('It broke.', again);
  expect(pause(last) !== null).toBe(get);
  expect(pause(last, { method: 'POST' }) !== null).toBe(post);
});

test('the API says how long to wait', () => {
  expect(pause(answered(429, '7'))).toBe(7000);
  expect(pause(answered(503, 'Sat, 21 Nov 2026 12:00:09 GMT'))).toBe(9000);
  expect(pause(answered(503, 'Sat, 21 Nov 2026 11:00:00 GMT'))).toBe(300);
  expect(pause(answered(429, 'soon'))).toBe(300);
});

test('a wait that does not fit into the time is not begun', () => {
  expect(pause(answered(429, '7'), { leftMs: 7000 })).toBeNull();
  expect(pause(answered(429, '9'.repeat(400)))).toBeNull();
  expect(pause(answered(503), { leftMs: 100 })).toBeNull();
});

test('pauses grow, within bounds, up to the third', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (retries, random) => {
      const attempts = { method: 'GET', retries, leftMs: 20_000, last: answered(503) } as const;
      const ms = pauseBeforeNext(attempts, limits, { ...chance, random });
      if (retries >= 3) return ms === null;
      return ms !== null && ms >= 200 * 2 ** retries && ms <= 400 * 2 ** retries;
    }),
  );
});
