import { limits } from '@backchannel/contracts';
import type { Backlog } from '@backchannel/messaging';
import { expect, onTestFinished, test } from 'vitest';
import { Room } from './room.ts';

const none = { records: 0, bytes: 0, oldestMs: 0 };
const roomWith = (backlog: Backlog) => {
  const room = new Room({ backlog: () => backlog });
  onTestFinished(() => room.close());
  return room;
};

test.each<[what: string, Partial<Backlog>]>([
  ['nothing', {}],
  ['a full send that is on its way', { records: limits.busyRecords, oldestMs: limits.busyMs }],
  ['a few that wait for a slow log', { records: limits.busyRecords - 1, oldestMs: limits.backlogMs }],
  ['many that have just come', { records: limits.backlogRecords - 1, bytes: limits.backlogBytes - 1, oldestMs: 10 }],
])('beside %s there is room', (_, backlog) => {
  expect(roomWith({ ...none, ...backlog }).has()).toBe(true);
});

test.each<[what: string, Partial<Backlog>, why: string]>([
  ['one that has waited too long', { records: 1, oldestMs: limits.backlogMs + 1 }, 'the log is slow'],
  ['more than a send, older than it takes', { records: limits.busyRecords, oldestMs: limits.busyMs + 1 }, 'more comes'],
  ['too many', { records: limits.backlogRecords }, 'too much waits'],
  ['too much', { records: 1, bytes: limits.backlogBytes }, 'too much waits'],
])('beside %s there is none', (_, backlog, why) => {
  const room = roomWith({ ...none, ...backlog });
  expect(room.has()).toBe(false);
  expect(() => room.require()).toThrow(why);
});

test('a process that is late with everything takes no more, where many wait; then it does again', {
  tags: 'long',
  timeout: 60_000,
}, async () => {
  const [many, few] = [limits.lateRecords, limits.lateRecords - 1].map((records) => roomWith({ ...none, records }));
  expect([many?.has(), few?.has()]).toEqual([true, true]);
  const busy = setInterval(() => {
    const until = performance.now() + 3 * limits.lateMs;
    while (performance.now() < until);
  }, 1);
  try {
    await expect.poll(() => many?.has(), { timeout: 30_000 }).toBe(false);
    expect(() => many?.require()).toThrow('too much is asked of this process');
    expect(few?.has()).toBe(true);
  } finally {
    clearInterval(busy);
  }
  await expect.poll(() => many?.has()).toBe(true);
});
