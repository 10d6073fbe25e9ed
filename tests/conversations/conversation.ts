import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HookEndpoint, Json, Variables } from '@backchannel/contracts';

// A golden conversation is data: a bot, what happens to it, and the transcript that this must make. Texts may name what
// differs from run to run: `{{conversationId}}`, `{{userId}}`, `{{api}}`, `{{apiHost}}`, `{{ingest}}`, `{{returnToken}}`.

export interface Conversation {
  /** Its file's name, which is the bot's id too. */
  readonly id: string;
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly about: string;
  /** A bot's file without its id; `{$env.api}` is the address of its APIs, and nobody listens at `{$env.nobody}`. */
  readonly bot: { readonly settings?: { readonly environment?: Readonly<Record<string, string>> } };
  /** The endpoints of its webhook, by name. Only a system whose settings the test says can play it. */
  readonly hook?: Readonly<Record<string, Partial<HookEndpoint>>>;
  /** By method and path: the answers to the first call, the second … */
  readonly apis?: Readonly<Record<string, readonly ApiAnswer[]>>;
  /** What the operator keeps for the bot. */
  readonly credentials?: Readonly<Record<string, object>>;
  readonly steps: readonly Step[];
  /** All calls of APIs, in order; of the headers those that are named, `{{any}}` for one that must be there. */
  readonly requests?: readonly ApiRequest[];
  /** All that the journal tells the author, in order. */
  readonly notes?: readonly string[];
  /** Where it is given: the bot's way through all turns. */
  readonly trace?: readonly string[];
}

/** One answer of an outside API; `held` until a step releases it, `breaks` off the connection instead. */
export interface ApiAnswer {
  readonly status?: number;
  readonly json?: Json;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly held?: boolean;
  readonly breaks?: boolean;
}

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** What happens, and the lines of the transcript that this adds: all of them, and of each all but id, number and time. */
export type Step = Happening & { readonly expect?: readonly Line[] };
type Happening =
  /** The person comes, with attributes. */
  | { readonly opens: Variables }
  | { readonly says: string }
  | { readonly taps: { readonly payload: string; readonly label: string } }
  /** With `becomes`, what the door must answer, the poster waits for the outcome; without it, 202 is all. */
  | { readonly posts: Posted; readonly becomes?: Readonly<Record<string, Json>> }
  /** The page function that the bot has called last returns or fails, over HTTP. */
  | { readonly page: { readonly value: Json } | { readonly error: string } }
  /** The API answers what it has held until now. */
  | { readonly releases: string }
  /** Nothing happens but time. */
  | { readonly waits: string }
  | { readonly closes: true };

type Posted = PostedToWebView | PostedToHook;

interface PostedToWebView {
  readonly message?: string;
  readonly variables?: Variables;
  /** The `Idempotency-Key`. */
  readonly key?: string;
  /** By the return link that the bot has said last. */
  readonly link?: boolean;
}

export interface PostedToHook {
  readonly endpoint: string;
  readonly data: Readonly<Record<string, Json>>;
  readonly key?: string;
  /** As the page function has got them that the bot has called last, under the names that it has got. */
  readonly ids?: 'page';
}

/** Without a type it is a text. */
export type Line = Readonly<Record<string, Json>>;

const parts = ['name', 'about', 'bot', 'hook', 'apis', 'credentials', 'steps', 'requests', 'notes', 'trace'];
const happenings = ['opens', 'says', 'taps', 'posts', 'page', 'releases', 'waits', 'closes'];

const folder = fileURLToPath(new URL('../../apps/dialog/conversations', import.meta.url));

export function readConversations(): Conversation[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.toSorted().map((file) => {
    const read = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Conversation;
    check(read, file);
    return { ...read, id: basename(file, '.json') };
  });
}

/** A misspelt name would silently show nothing. */
function check(read: Conversation, file: string): void {
  const known = (object: object, names: readonly string[]) => {
    const unknown = Object.keys(object).find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Error(`${file}: ${JSON.stringify(unknown)} is not one of ${names.join(', ')}`);
  };
  known(read, parts);
  for (const step of read.steps) {
    known(step, [...happenings, 'becomes', 'expect']);
    const count = Object.keys(step).filter((name) => happenings.includes(name)).length;
    if (count !== 1) throw new Error(`${file}: one thing happens in a step, not ${count}: ${JSON.stringify(step)}`);
  }
  if (!read.steps[0] || !('opens' in read.steps[0])) throw new Error(`${file}: a conversation begins with "opens"`);
}
