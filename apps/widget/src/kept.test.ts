import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kept } from '../kept.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'widget-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = () => join(root, 'node_modules', '.cache', 'widget.json');
const built = () => kept({ file: file(), root }, async () => ({ id: randomUUID() }));
function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test.each([
  'package-lock.json',
  'apps/widget/vite.ts',
  'apps/widget/src/view/style/chat.css',
  'packages/contracts/src/close-codes.ts',
])('what was built is there again, until %s comes, changes or goes', async (path) => {
  const without = await built();
  expect(await built()).toEqual(without);
  write(path, 'come');
  const first = await built();
  expect(first).not.toEqual(without);
  expect(await built()).toEqual(first);
  write(path, 'changed');
  const second = await built();
  expect(second).not.toEqual(first);
  rmSync(join(root, path));
  expect(await built()).not.toEqual(second);
});

test('tests are not what it is made of', async () => {
  const first = await built();
  write('apps/widget/src/app.test.ts', 'come');
  expect(await built()).toEqual(first);
});

test('what was kept by half is built anew', async () => {
  const first = await built();
  writeFileSync(file(), readFileSync(file(), 'utf8').slice(0, -5));
  const second = await built();
  expect(second).not.toEqual(first);
  expect(await built()).toEqual(second);
});
