import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tables } from './docs/tables.ts';
import type { Said } from './said.ts';

const file = fileURLToPath(new URL('../../../docs/bots.md', import.meta.url));
const begin = '<!-- From here on written by `npm run bot docs`: what the schemas say. -->';
const end = '<!-- To here. -->';

/** The page as it is, and as it should be. */
export function page(): { readonly is: string; readonly shouldBe: string } {
  const is = readFileSync(file, 'utf8');
  const [before, rest = ''] = is.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`docs/bots.md has no place for the tables: ${begin} … ${end}`);
  return { is, shouldBe: `${before}${begin}\n\n${tables()}\n\n${end}${after}` };
}

/** Writes the tables into `docs/bots.md`. */
export function docs(): Said {
  const { is, shouldBe } = page();
  if (is === shouldBe) return { lines: ['docs/bots.md is as the schemas say'], ok: true };
  writeFileSync(file, shouldBe);
  return { lines: ['docs/bots.md has new tables'], ok: true };
}
