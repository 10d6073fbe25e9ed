import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BotFile } from '@backchannel/contracts';
import { pointerOf } from '@backchannel/service';

/** What is wrong with a file, for the person who wrote it. */
export interface FileProblem {
  readonly file: string;
  /** Where, as a JSON pointer (RFC 6901); empty for all of it. */
  readonly pointer: string;
  readonly sentence: string;
}

export interface Checked {
  readonly files: readonly BotFile[];
  readonly problems: readonly FileProblem[];
}

/** The bots of a file, or of all `.json` files of a folder. */
export function readBots(path: string): Checked {
  const files: BotFile[] = [];
  const problems: FileProblem[] = [];
  const fileOf = new Map<string, string>();
  for (const file of filesOf(path)) {
    const checked = check(file);
    if (Array.isArray(checked)) {
      problems.push(...checked);
      continue;
    }
    const { id } = checked.bot;
    const other = fileOf.get(id);
    if (other === undefined) files.push(checked);
    else problems.push({ file, pointer: '/id', sentence: `the bot ${JSON.stringify(id)} is in ${other} already` });
    fileOf.set(id, other ?? file);
  }
  return { files, problems };
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(path, name));
}

function check(file: string): BotFile | FileProblem[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return [{ file, pointer: '', sentence: error instanceof Error ? error.message : String(error) }];
  }
  const { data, error } = BotFile.safeParse(value);
  return data ?? error.issues.map(({ path, message }) => ({ file, pointer: pointerOf(path), sentence: message }));
}
