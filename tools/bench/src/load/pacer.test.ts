import { expect, test } from 'vitest';
import { pace } from './pacer.ts';

const paced = async (due: readonly number[], work: (place: number) => void = () => {}) => {
  const sent: { place: number; late: number }[] = [];
  await pace(Float64Array.from(due), (place, intended) => {
    sent.push({ place, late: performance.now() - intended });
    work(place);
  }).over;
  return sent;
};

test('everything is sent once, in order, and nothing before its time', async () => {
  const sent = await paced(Array.from({ length: 300 }, (_, n) => n / 3));
  expect(sent.map(({ place }) => place)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  expect(Math.min(...sent.map(({ late }) => late))).toBeGreaterThanOrEqual(0);
});

test('an empty schedule is over at once', async () => {
  expect(await paced([])).toEqual([]);
});

test('who is held up sends the rest at once, and each knows how late it is', async () => {
  const sent = await paced([0, 1, 2, 3, 100], (place) => {
    if (place > 0) return;
    const until = performance.now() + 50;
    while (performance.now() < until);
  });
  for (const { place, late } of sent.slice(1, 4)) expect(late).toBeGreaterThan(50 - place - 0.1);
  expect(sent[4]?.late).toBeLessThan(50);
});

test('what becomes due while others are at work is sent when they say so', async () => {
  const late: number[] = [];
  const { over, catchUp } = pace(Float64Array.from([0, 20, 40]), (_, intended) => {
    late.push(performance.now() - intended);
  });
  const began = performance.now();
  while (performance.now() - began < 50) catchUp();
  expect(late.length).toBe(3);
  expect(Math.max(...late)).toBeLessThan(20);
  await over;
});

test('sockets are served between two moments', async () => {
  let turns = 0;
  let over = false;
  const serve = () => {
    turns += 1;
    if (!over) setImmediate(serve);
  };
  serve();
  await paced([0, 300]);
  over = true;
  expect(turns).toBeGreaterThan(20);
});
