import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FileSettings } from '../bot/file-settings.ts';
import { schemaNodeOf } from '../bot/schema-at.ts';
import { BotSettings } from '../settings.ts';
import { RotateLinkKeys, Settings, SettingsPatch } from './settings.ts';

const page = readFileSync(fileURLToPath(new URL('../../../../docs/settings.md', import.meta.url)), 'utf8');

/** The rows of the table of settings, cell by cell. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const properties = schemaNodeOf(Settings).properties ?? {};

test.each(Object.entries(properties))('docs/settings.md tells what %s is, as the schema does', (name, node) => {
  const value = node.default === undefined ? '' : `\`${JSON.stringify(node.default)}\``;
  const unit = name.endsWith('Ms') ? 'ms' : '';
  const [, , ...cells] = rows.find(([, cell]) => cell === `\`${name}\``) ?? [];
  const wanted = [unit, value, node.description];
  expect(cells.slice(0, 3), `a row: | \`${name}\` | ${wanted.join(' | ')} | who sees to it |`).toEqual(wanted);
  expect(cells[3]).toMatch(/\w/);
});

test('docs/settings.md tells of no other', () => {
  expect(rows.map(([, cell]) => cell)).toEqual(Object.keys(properties).map((name) => `\`${name}\``));
});

test('whatever can be set can be set in part, and taken back', () => {
  expect(Object.keys(SettingsPatch.shape)).toEqual(Object.keys(Settings.shape));
  const nulls = Object.fromEntries(Object.keys(Settings.shape).map((name) => [name, null]));
  expect(SettingsPatch.safeParse(nulls).success).toBe(true);
  expect(SettingsPatch.parse({})).toEqual({});
});

test('a file has what does not need the team of an installation', () => {
  const installation = ['linkedEnvironment', 'showValues'];
  const file = Object.keys(FileSettings.shape).filter((name) => name !== 'enabled');
  expect([...file, ...installation].toSorted()).toEqual(Object.keys(Settings.shape).toSorted());
});

test('the defaults are those of what is said', () => {
  const said = BotSettings.schema.parse({ botId: 'b', revision: 1, version: 1 });
  const { showValues: _, ...defaults } = Settings.parse({});
  expect(said).toMatchObject(defaults);
});

test('a rotation without a body is one with the longest overlap', () => {
  expect(RotateLinkKeys.body.parse(undefined)).toEqual(RotateLinkKeys.body.parse({}));
});
