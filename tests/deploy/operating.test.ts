import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './schema.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/operating.md');

/** The rows of the table behind a heading, by the names of its columns. */
function tableOf(heading: string): Record<string, string>[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
  const [names = [], , ...rows] = lines.map(cells);
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

const variables = tableOf('Environment variables');
const nameOf = (row: Record<string, string>) => row['variable']?.replaceAll('`', '') ?? '';
const services = ['ingest', 'session', 'dialog', 'chat', 'control'];
const schema = read('packages/service/src/environment.ts') + read('packages/contracts/src/kafka-access.ts');

test('every variable that services read is told of, and no other', () => {
  const known = [...schema.matchAll(/^ {4}([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name);
  expect(known.length).toBeGreaterThan(20);
  expect(variables.map(nameOf).toSorted()).toEqual(known.toSorted());
});

test('its default is the one that it has', () => {
  for (const row of variables) {
    const [, written] =
      new RegExp(`^ {4}${nameOf(row)}: .*\\.default\\((?:String\\()?'?([^')]*)`, 'm').exec(schema) ?? [];
    if (written !== undefined) expect([nameOf(row), row['default']]).toEqual([nameOf(row), `\`${written}\``]);
    else expect([nameOf(row), row['default']]).toEqual([nameOf(row), expect.not.stringMatching(/^`[^`]*`$/)]);
  }
});

interface Given {
  services: Record<string, { environment?: Record<string, unknown>; build?: { target: string } }>;
}

describe('what docker-compose.yml gives a service is for it, and it gives what is needed', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as Given;
  test.each(services)('%s', (name) => {
    const given = Object.keys(compose.services[name]?.environment ?? {}).filter((each) => !each.startsWith('OTEL_'));
    const mark = (each: string) => variables.find((row) => nameOf(row) === each)?.[name] ?? 'not told of';
    for (const each of given) expect([each, mark(each)]).toEqual([each, expect.stringMatching(/^[●○]$/)]);
    const needed = variables.filter((row) => row[name] === '●').map(nameOf);
    expect(needed.filter((each) => !given.includes(each))).toEqual([]);
  });
});

test('every link on the page leads somewhere', () => {
  const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? 'docs/operating.md' : join('docs', file);
    expect([link, existsSync(join(root, path))]).toEqual([link, true]);
    if (anchor === undefined) continue;
    const anchors = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect([link, anchors.includes(anchor)]).toEqual([link, true]);
  }
});

test('what it says of commands and of retention is so', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...page.matchAll(/`npm run (\w+)`/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  expect(page).toContain('`packages/contracts/src/limits.ts`');
});
