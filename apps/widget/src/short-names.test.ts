import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ownNames, shortNames } from '../short-names.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The texts of these files, without comments. */
function read(...patterns: readonly string[]): string {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  expect(files.length).toBeGreaterThanOrEqual(patterns.length);
  const texts = files
    .filter((file) => !/\.(test|fixture)\./.test(file))
    .map((file) => readFileSync(root + file, 'utf8'));
  return texts.join('\n').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** What things have in them: `name: …`, `name?: …`, `name(…)`, each at the beginning of a line or of an object. */
const declared = (text: string) =>
  new Set([...text.matchAll(/(?:^|[{,;]) *(?:(?:readonly|get|set) )*"?([\w$]+)"?\??[:(<]/gm)].map(([, name]) => name));

/** Of a file, only these interfaces. */
const interfaces = (text: string, ...names: readonly string[]) =>
  names.map((name) => text.slice(text.indexOf(`interface ${name} `)).split('\n}', 1)[0]).join('\n');

const sources = 'apps/widget/src/**/*.{ts,tsx}';

test.each([
  ['browsers', () => read('node_modules/@typescript/*/lib/lib.{dom,es}*.d.ts', 'node_modules/preact/src/dom.d.ts')],
  ['the server', () => read('packages/contracts/src/{chat,close-codes,look,problem,replies}.ts')],
  ['pages', () => read('apps/widget/src/api.ts')],
  ['the loader', () => read('apps/widget/src/starting.ts')],
  [
    'the storage',
    () =>
      interfaces(read('apps/widget/src/talk/conversations.ts'), 'Conversation') +
      interfaces(read('apps/widget/src/talk/said.ts'), 'Said') +
      interfaces(read('apps/widget/src/talk/talking.ts'), 'Pending', 'Refused', 'Known') +
      'by: until:',
  ],
])('no name that %s may say is made short', (_, text) => {
  const theirs = declared(text());
  expect(theirs.size).toBeGreaterThan(1);
  expect(ownNames.filter((name) => theirs.has(name))).toEqual([]);
});

test('no short one is spelled as a text, which stays as it is', () => {
  const texts = new Set([...read(sources).matchAll(/(['"`])([\w$]+)\1/g)].map(([, , text]) => text));
  expect(ownNames.filter((name) => texts.has(name))).toEqual([]);
});

test('each is still said', () => {
  const said = new Set(read(sources, 'node_modules/preact/dist/preact.mjs').match(/[\w$]+/g));
  expect(ownNames.filter((name) => !said.has(name))).toEqual([]);
});

test('each is another short one', () => {
  expect(new Set(Object.values(shortNames.cache ?? {})).size).toBe(ownNames.length);
});
