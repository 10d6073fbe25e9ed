import type { Run } from './run.ts';
import { fill, type Write } from './template.ts';

/** An address for the person's browser; undefined, and noted, where a value makes something else of it. */
export function addressOf(template: string, run: Run): string | undefined {
  const address = fill(template, run.memory.placeholder, inAddress).trim();
  if (/^https?:\/\//i.test(address)) return address;
  run.note(`${template} is no address that begins with http:// or https://`);
  return undefined;
}

/** Writes a value into an address: its first part may be a whole one, a path keeps its slashes, host and query nothing. */
export const inAddress: Write = (value, before) => {
  if (before === '') return value;
  const encoded = encodeURIComponent(value.toWellFormed());
  if (/[?#]/.test(before)) return encoded;
  const readable = encoded.replaceAll('%3A', ':');
  if (/^https?:\/\/[^/]*$/i.test(before)) return readable;
  return readable.replaceAll('%2F', '/').replaceAll(/(?<=^|\/)\.{1,2}(?=\/|$)/g, notUp);
};

/** Trap: servers and URL parsers go up for `..` however it is encoded, but not when that is encoded once more. */
const notUp = (dots: string) => dots.replaceAll('.', '%252E');
