import { expect, test } from 'vitest';
import type { Stage } from './scenario.ts';
import { serviceScenarios } from './services.ts';

/** What is wrong when a service that is told to end ends so. */
async function failuresOf(how: string): Promise<string[]> {
  const failures: string[] = [];
  const service = { stop: async () => how, start: async () => {} };
  const stage = {
    system: { stack: { service: () => service } },
    gone: () => {},
    note: () => {},
    fail: (sentence: string) => void failures.push(sentence),
  };
  await serviceScenarios.find(({ name }) => name === 'sigterm-session')?.run(stage as unknown as Stage as never);
  return failures;
}

test('who is told to end must do so by itself', async () => {
  expect(await failuresOf('exit code 0')).toEqual([]);
  expect(await failuresOf('exit code 1')).toEqual([expect.stringContaining('with exit code 1')]);
  expect(await failuresOf('SIGKILL')).toEqual([expect.stringContaining('with SIGKILL')]);
});
