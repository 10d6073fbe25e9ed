import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cached } from './cache.ts';
import { root } from './path.ts';

const name = `test-${randomUUID()}`;
afterEach(() => rm(join(root, '.cache', name), { recursive: true, force: true }));

const leftovers = async () => (await readdir(join(root, '.cache'))).filter((entry) => entry.startsWith(`${name}.`));

test('of two that fill a folder at once the first one stays, for both', async () => {
  const first = Promise.withResolvers<void>();
  const slow = cached(name, async (folder) => {
    await first.promise;
    await writeFile(join(folder, 'who'), 'slow');
  });
  const fast = await cached(name, (folder) => writeFile(join(folder, 'who'), 'fast'));
  first.resolve();

  expect(await slow).toBe(fast);
  expect(await readFile(join(fast, 'who'), 'utf8')).toBe('fast');
  expect(await leftovers()).toEqual([]);
});

test('a folder that could not be filled is not there', async () => {
  await expect(cached(name, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(existsSync(join(root, '.cache', name))).toBe(false);
  expect(await leftovers()).toEqual([]);
});
