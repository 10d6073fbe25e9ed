import { existsSync, readFileSync } from 'node:fs';
import { limits } from '@backchannel/contracts';
import { describe, expect, test } from 'vitest';

const page = readFileSync('docs/security.md', 'utf8');
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .slice(1);
const [, threats = '', bounded = ''] = page.split(/^\| (?:threat|what) \| /m);
const named = (cell: string) => [...cell.matchAll(/`([^`]+\.ts)` "([^"]+)"/g)].map(([, file, name]) => [file, name]);

describe('every threat is tried by tests that exist', () => {
  const rows = rowsOf(`| threat | ${threats.split('## What is bounded')[0]}`);
  test('there are some', () => expect(rows.length).toBeGreaterThan(20));

  test.each(rows.map((cells) => [cells[1]?.replace(/^\*\*(.+?)\*\*.*$/, '$1') ?? '', cells] as const))(
    '%s',
    (_, cells) => {
      const [, , done, left, tests = ''] = cells;
      expect([done, left].every(Boolean)).toBe(true);
      const all = named(tests);
      expect(all.length).toBe(tests.split('<br>').length);
      for (const [file = '', name = ''] of all) {
        expect(existsSync(file) ? file : `${file} is not there`).toBe(file);
        // As a title stands in its file: in quotes of some kind.
        const titles = [`'${name}'`, `"${name}"`, `\`${name}\``];
        const isThere = titles.some((title) => readFileSync(file, 'utf8').includes(title));
        expect(isThere ? name : `no such test in ${file}`).toBe(name);
      }
    },
  );
});

const { rates, rateSeconds } = limits;
const numbers = { ...rates } satisfies Record<string, number>;
const inOrder = ['address', 'posts', 'conversations', 'messages', 'asks', 'admin', 'frames', 'refusals'] as const;

test('docs/security.md tells the rates that there are', () => {
  const rows = rowsOf(`| what | ${bounded}`);
  const told = rows.map(([, , perSecond = '', atOnce = '']) =>
    [perSecond, atOnce].map((cell) => Number(cell.replace(',', ''))),
  );
  expect(told).toEqual(inOrder.map((name) => [numbers[name], numbers[name] * rateSeconds]));
  expect(Object.keys(rates).toSorted()).toEqual([...inOrder].toSorted());
});

test('docs/settings.md tells the same', () => {
  const settings = readFileSync('docs/settings.md', 'utf8');
  for (const name of ['posts', 'conversations', 'messages'] as const)
    expect(settings).toContain(`| \`limits.${name}PerSecond\` | \`${rates[name]}\` |`);
  expect(settings).toContain(`\`RATE_PER_ADDRESS\` (\`${rates.address}\``);
  expect(settings).toContain(`\`SOCKETS_PER_ADDRESS\` (\`${limits.socketsPerAddress}\``);
  expect(settings).toContain(`count as ${limits.wrongCredentialCost} requests`);
});
