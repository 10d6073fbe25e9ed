import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BotFile, Finding } from '@backchannel/contracts';
import { BotCheck } from '@backchannel/sandbox';
import { pointerOf } from '@backchannel/service';

/** What is said of a file to the person who wrote it. */
export interface FileProblem {
  readonly file: string;
  /** Where, as a JSON pointer (RFC 6901); empty for all of it. */
  readonly pointer: string;
  readonly sentence: string;
}

/** A bot as it is in its file. */
export interface WrittenBot {
  readonly id: string;
}

export interface Checked {
  /** Those without problems. */
  readonly files: readonly BotFile[];
  /** The same as they were written, without defaults. */
  readonly written: readonly WrittenBot[];
  readonly problems: readonly FileProblem[];
  /** What is probably not meant, although the bot can run. */
  readonly warnings: readonly FileProblem[];
}

/** The bots of a file, or of all `.json` files of a folder. */
export async function checkBots(path: string): Promise<Checked> {
  const botCheck = new BotCheck();
  try {
    return await checkAll(filesOf(path), botCheck);
  } finally {
    await botCheck.close();
  }
}

async function checkAll(paths: readonly string[], botCheck: BotCheck): Promise<Checked> {
  const files: BotFile[] = [];
  const written: WrittenBot[] = [];
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  const fileOf = new Map<string, string>();
  for (const file of paths) {
    const checked = await check(file, botCheck);
    warnings.push(...checked.warnings);
    problems.push(...checked.problems);
    if (!checked.bot) continue;
    const { id } = checked.bot.bot;
    const other = fileOf.get(id);
    fileOf.set(id, other ?? file);
    if (other !== undefined) {
      problems.push({ file, pointer: '/id', sentence: `the bot ${JSON.stringify(id)} is in ${other} already` });
    } else if (checked.problems.length === 0) {
      files.push(checked.bot);
      written.push(checked.written as WrittenBot);
    }
  }
  return { files, written, problems, warnings };
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(path, name));
}

interface CheckedFile {
  readonly written?: unknown;
  readonly bot?: BotFile;
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
}

async function check(file: string, botCheck: BotCheck): Promise<CheckedFile> {
  const at = ({ path, message }: Finding): FileProblem => ({ file, pointer: pointerOf(path), sentence: message });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [at({ path: [], message })], warnings: [] };
  }
  const { content, problems, warnings } = await botCheck.file(value);
  return { written: value, ...(content && { bot: content }), problems: problems.map(at), warnings: warnings.map(at) };
}
