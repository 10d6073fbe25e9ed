import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { lastWords, startChild } from './child.ts';

const dir = mkdtempSync(join(tmpdir(), 'backchannel-child-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const program = (name: string, script: string) => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  log: join(dir, `${name}.log`),
});
const FOREVER = 'setInterval(() => {}, 1000);';
const alive = (pid: number) => existsSync(`/proc/${pid}`) || isSignalled(pid);
const isSignalled = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('how a process ended is known, and what it said last', async () => {
  const child = startChild(program('brief', 'console.log("it was short"); process.exit(3)'));
  expect(await child.ended).toBe('exit code 3');
  expect(lastWords(child)).toBe('it was short');
  expect(child.running()).toBe(false);
});

test('a program that is not there is told in a sentence', () => {
  const nothing = { ...program('nothing', ''), command: '/nowhere/nothing' };
  expect(() => startChild(nothing)).toThrow("nothing can't be started: /nowhere/nothing does not run");
});

test('stop is heeded, and stopping twice is no harm', async () => {
  const child = startChild(program('patient', FOREVER));
  await child.stop();
  await child.stop();
  expect(await child.ended).toBe('SIGTERM');
});

test('what a process started has ended too after a stop', async () => {
  const script = 'echo started; (sleep 1; echo over) & wait';
  const child = startChild({ ...program('family', ''), command: 'sh', args: ['-c', script] });
  await vi.waitFor(() => expect(lastWords(child)).toBe('started'));
  await child.stop('SIGKILL');
  expect(lastWords(child)).toBe('started\nover');
});

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('a child goes when its parent goes by %s', async (signal) => {
  const trash = mkdtempSync(join(dir, 'trash-'));
  const options = JSON.stringify({ ...program(`orphan-${signal}`, FOREVER), trash });
  const url = JSON.stringify(new URL('./child.ts', import.meta.url));
  const script = `import { startChild } from ${url}; console.log(startChild(${options}).pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(parent.stdout, 'data');
  const pid = Number(output);
  expect(alive(pid)).toBe(true);

  parent.kill(signal);

  await vi.waitFor(() => expect([alive(pid), existsSync(trash)]).toEqual([false, false]), { timeout: 10_000 });
});
