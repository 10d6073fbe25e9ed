import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { parseStat, usageOf } from './processes.ts';

test('a name may hold what it likes: spaces, parentheses, figures', () => {
  const rest = 'S 17 5 5 0 -1 4194304 100 0 0 0 250 50 7 3 20 0 11 0 900 1000000 2048 184467';
  expect(parseStat(`42 (a) b 7) ${rest}`)).toEqual({ parent: 17, ticks: 310, pages: 2048 });
});

test.skipIf(process.platform !== 'linux')('what a process works shows in what it has used', async () => {
  const before = usageOf(process.pid);
  for (const until = performance.now() + 200; performance.now() < until; );
  const after = usageOf(process.pid);
  // Hundredths of a second, of which other processes may have taken some.
  expect((after?.cpuUs ?? 0) - (before?.cpuUs ?? 0)).toBeGreaterThan(20_000);
  expect(after?.memoryBytes).toBeGreaterThan(10 * 2 ** 20);
});

test.skipIf(process.platform !== 'linux')('what a child has used is not lost when it ends', async () => {
  const work = 'for (const until = Date.now() + 400; Date.now() < until; );';
  const parent = spawn('sh', ['-c', `"${process.execPath}" -e '${work}'; echo done; read _`]);
  onTestFinished(() => void parent.kill());
  await once(parent.stdout, 'data');
  expect(usageOf(parent.pid ?? 0)?.cpuUs).toBeGreaterThan(200_000);
});

test('of a process that is gone nothing is known', () => {
  expect(usageOf(2 ** 22 + 1)).toBeNull();
});
