import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastWords, startChild } from '../child.ts';
import { builder } from './build.ts';
import { contained, seal } from './container.ts';
import { readDockerfile } from './dockerfile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backchannel-build-'));
  chmodSync(folder, 0o755);
  for (const name of ['apps/a', 'apps/b', 'secret']) mkdirSync(join(folder, 'root', name), { recursive: true });
  for (const file of ['apps/a/name', 'apps/b/name', 'secret/key', 'one', '.dockerignore']) {
    writeFileSync(join(folder, 'root', file), file === '.dockerignore' ? 'secret\n**/*.test' : file);
  }
  writeFileSync(join(folder, 'root/apps/a/x.test'), '');
});
afterEach(() => {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true });
});

const build = (text: string, target: string) => {
  const stages = readDockerfile(`FROM node:${process.version.slice(1)}-slim AS node\nWORKDIR /app\n${text}`);
  return builder({ stages, root: join(folder, 'root'), dir: join(folder, 'images') })(target);
};
const filesOf = (place: string) =>
  readdirSync(join(folder, 'images', place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'images', place).length + 1))
    .toSorted();

test('COPY takes what is in a folder, keeps folders with --parents, and leaves out what .dockerignore names', () => {
  build('FROM node AS all\nCOPY . .', 'all');
  expect(filesOf('all/app')).toEqual(['.dockerignore', 'apps/a/name', 'apps/b/name', 'one']);
  build('FROM node AS some\nCOPY --parents apps/*/name ./\nCOPY one apps/a more/', 'some');
  expect(filesOf('some/app')).toEqual(['apps/a/name', 'apps/b/name', 'more/name', 'more/one']);
  expect(() => build('FROM node AS none\nCOPY secret .', 'none')).not.toThrow();
  expect(() => build('FROM node AS none\nCOPY nothing .', 'none')).toThrow('COPY finds no nothing');
});

test('a stage begins with what another is, and takes files of a third', () => {
  const text = `FROM node AS base
ENV A=1
RUN printf base >base
FROM node AS other
COPY one .
FROM base AS last
LABEL title="the last"
COPY --from=other /app/one two
CMD ["node", "base"]`;
  const image = build(text, 'last');
  expect(filesOf('last/app')).toEqual(['base', 'two']);
  expect(image).toMatchObject({ environment: { A: '1' }, labels: { title: 'the last' }, command: ['node', 'base'] });
});

test('what fails, or is not known, says so', () => {
  expect(() => build('FROM node AS a\nRUN echo why >&2; exit 1', 'a')).toThrow(/RUN echo why .* failed:\nwhy/);
  expect(() => build('FROM node AS a\nADD x y', 'a')).toThrow('The Dockerfile says ADD, which is not known here.');
  expect(() => build('FROM node:1.2.3-slim AS a', 'a')).toThrow('begins with node:1.2.3-slim, and this is Node');
  expect(() => build('FROM node AS a', 'b')).toThrow('The Dockerfile has no target b.');
});

test('a container has no environment of ours, and writes to its volumes alone', async () => {
  const script = `
    const { writeFileSync: write } = require('node:fs');
    const tried = (file) => { try { write(file, ''); return 'written'; } catch (error) { return error.code; } };
    console.log(JSON.stringify([Object.keys(process.env).sort(), tried('x'), tried('data/x'), process.getuid() > 0]));`;
  const text = 'FROM node AS a\nENV A=1\nRUN mkdir data\nVOLUME /app/data\nUSER 1000:1000\nCMD ["node"]';
  const image = build(text, 'a');
  seal(image, (path, mode) => execFileSync('chmod', ['-R', mode, path]));
  const log = join(folder, 'log');
  const child = startChild({ name: 'a', ...contained(image, ['node', '-e', script]), log });
  expect(await child.ended).toBe('exit code 0');
  expect(JSON.parse(lastWords(child))).toEqual([['A', 'PATH'], 'EACCES', 'written', true]);
  expect(readFileSync(log, 'utf8')).not.toBe('');
});

test('an image that runs as root is refused', () => {
  expect(() => contained(build('FROM node AS a\nCMD ["node"]', 'a'), [])).toThrow('An image runs as root.');
});
