import { parseArgs } from 'node:util';
import type { Json } from '@backchannel/contracts';
import { Sentence } from '@backchannel/service';

/** What the player wants. */
export interface Options {
  readonly file: string;
  /** What the person says, one after the other; without any, what is typed. */
  readonly say: readonly string[];
  /** A web view post that comes when the bot has begun; null for none. */
  readonly post: Post | null;
  /** What page functions return, by their names. */
  readonly page: ReadonlyMap<string, Json>;
  /** Tell after each turn what matched, and why. */
  readonly trace: boolean;
}

export interface Post {
  readonly variables: readonly { readonly name: string; readonly value: Json }[];
  readonly message?: string | undefined;
}

const usage = `npm run bot play FILE      talks to a bot, here
  --say TEXT               says this instead of what is typed; again for more
  --post NAME=VALUE        posts a web view variable when the bot has begun; again for more
  --message TEXT           posts a message with them
  --page NAME=VALUE        what the page function chatbot.NAME returns
  --trace                  tells what matched, and why`;

export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Sentence(usage);
  const { say = [], post = [], page = [], message, trace = false } = values;
  return { file, say, post: postOf(post, message), page: new Map(page.map(pairOf)), trace };
}

/** What follows `/post`, as it is typed: `PaymentId=P-1 order='{"id": 7}' --message "it is paid"`. */
export function typedPost(line: string): Post {
  const words = line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S)+/g) ?? [];
  const { values, positionals } = parsed(words.map(unquoted));
  const post = postOf([...positionals, ...(values.post ?? [])], values.message);
  if (!post) throw new Sentence('/post NAME=VALUE … --message "TEXT"');
  return post;
}

/** As a shell reads a word. */
const unquoted = (word: string): string =>
  word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"/g,
    (_, single?: string, double = '') => single ?? double.replace(/\\(.)/g, '$1'),
  );

function parsed(args: readonly string[]) {
  const many = { type: 'string', multiple: true } as const;
  const options = {
    say: many,
    post: many,
    page: many,
    message: { type: 'string' },
    trace: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new Sentence(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}

function postOf(pairs: readonly string[], message: string | undefined): Post | null {
  if (pairs.length === 0 && message === undefined) return null;
  return { variables: pairs.map(pairOf).map(([name, value]) => ({ name, value })), message };
}

function pairOf(text: string): [string, Json] {
  const at = text.indexOf('=');
  if (at < 1) throw new Sentence(`${JSON.stringify(text)} must be NAME=VALUE.\n${usage}`);
  return [text.slice(0, at), jsonOf(text.slice(at + 1))];
}

/** JSON where it is some, otherwise the text itself. */
export function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
