import { readFileSync } from 'node:fs';
import { pointerOf, Sentence } from '@backchannel/service';
import { z } from 'zod';
import { fitsHeader } from './request.ts';

const notEmpty = z.string().min(1, 'must not be empty');
const inHeader = notEmpty.refine(fitsHeader, 'must hold no line break and no character that headers can not carry');
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');

/** How a bot proves to an API who it is. The operator keeps it; a bot knows its name. */
const Credential = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('bearer'), token: inHeader }),
    z.strictObject({ type: z.literal('basic'), user: z.string(), password: z.string() }),
    z.strictObject({ type: z.literal('header'), name: headerName, value: inHeader }),
    z.strictObject({ type: z.literal('query'), name: notEmpty, value: notEmpty }),
  ],
  { error: 'must be "bearer", "basic", "header" or "query"' },
);
export type Credential = z.infer<typeof Credential>;

const File = z.record(z.string(), z.record(z.string(), Credential));

/** The credentials of all bots; each bot reaches its own only. */
export class Credentials {
  readonly #byBot: ReadonlyMap<string, ReadonlyMap<string, Credential>>;

  constructor(byBot: z.infer<typeof File> = {}) {
    this.#byBot = new Map(Object.entries(byBot).map(([botId, own]) => [botId, new Map(Object.entries(own))]));
  }

  find(botId: string, name: string): Credential | undefined {
    return this.#byBot.get(botId)?.get(name);
  }
}

/** Reads the operator's file, `{ botId: { name: credential } }`. What is wrong with it is told without its values. */
export function readCredentials(path: string): Credentials {
  const result = File.safeParse(parse(path));
  if (result.success) return new Credentials(result.data);
  const rules = result.error.issues.map(({ path, message }) => `${pointerOf(path) || '/'} ${message}`);
  throw new Sentence(`The credentials in ${path} are not right: ${rules.join('; ')}.`);
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Sentence(`The credentials in ${path} can't be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, and there are secrets in it.
    throw new Sentence(`The credentials in ${path} are not JSON.`);
  }
}
