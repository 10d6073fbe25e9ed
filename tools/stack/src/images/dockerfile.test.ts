import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCompose } from '../compose.ts';
import { root } from '../path.ts';
import { pairsOf, readDockerfile, wordsOf } from './dockerfile.ts';

const stages = readDockerfile(await readFile(join(root, 'Dockerfile'), 'utf8'));

test('every image has the Node that the project pins', async () => {
  const pinned = (await readFile(join(root, '.node-version'), 'utf8')).trim();
  const outside = stages.filter(({ from }) => !stages.some(({ name }) => name === from));
  expect(outside).toMatchObject([{ name: 'node', from: `node:${pinned}-slim` }]);
});

test('there is a target for everything that docker-compose.yml builds, and none that nobody starts', async () => {
  const compose = readCompose(await readFile(join(root, 'docker-compose.yml'), 'utf8'), {});
  const built = new Set(compose.flatMap(({ target }) => target ?? []));
  const started = stages.filter(({ steps }) => steps.some(({ instruction }) => instruction === 'CMD'));
  expect(started.map(({ name }) => name).toSorted()).toEqual([...built, 'standalone'].toSorted());
});

test('what an image runs is its own', () => {
  for (const { name, steps } of stages) {
    const copied = steps.find(({ text }) => text.includes('/dist '))?.text;
    if (copied) {
      expect(copied).toBe(`/app/apps/${name}/dist apps/${name}/dist`);
      const [telemetry, main] = [`./apps/${name}/dist/telemetry.js`, `apps/${name}/dist/main.js`];
      expect(wordsOf(steps.at(-1)?.text ?? '')).toEqual(['node', '--import', telemetry, main]);
    }
  }
});

test('a line may be long, and an instruction may have flags', () => {
  const text = `# comment
FROM a AS b
LABEL one=1 \\
  # between
  two="2 and 3"
HEALTHCHECK --interval=1s --retries=3 \\
  CMD ["node", "-e", "1"]
COPY --parents a/*/b c/ ./
FROM b`;
  expect(readDockerfile(text)).toEqual([
    {
      name: 'b',
      from: 'a',
      steps: [
        { instruction: 'LABEL', flags: {}, text: 'one=1 two="2 and 3"' },
        { instruction: 'HEALTHCHECK', flags: { interval: '1s', retries: '3' }, text: 'CMD ["node", "-e", "1"]' },
        { instruction: 'COPY', flags: { parents: true }, text: 'a/*/b c/ ./' },
      ],
    },
    { name: '1', from: 'b', steps: [] },
  ]);
  expect(pairsOf('one=1 two="2 and 3"')).toEqual({ one: '1', two: '2 and 3' });
});

test('a command is a list of words', () => {
  expect(wordsOf('["node", "main.js"]')).toEqual(['node', 'main.js']);
  expect(() => wordsOf('node main.js')).toThrow('is for a shell');
});
