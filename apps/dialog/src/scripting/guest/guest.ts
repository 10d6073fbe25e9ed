import type { Json } from '@backchannel/contracts';
import type { ScriptInput, ScriptOutput } from '../exchange.ts';
import type { Bounds } from './bounds.ts';

// Every function in this folder is sent to the sandbox as its text (`bot-context.ts`): it may use nothing that is outside
// of itself but types, and of the builtins only what it took before the author's code could change them.

/** What the sandbox gives a prelude. */
export interface Given {
  readonly host: (name: string, argument: unknown) => Json;
  /** Thrown, it ends the script. */
  readonly stop: unknown;
  readonly bounds: Bounds;
}

type Message = ScriptOutput['messages'][number];
export type QuickReply = ScriptOutput['quickReplies'][number];

/** What a script has done so far. */
interface Draft {
  /** By name; values as JSON text. */
  readonly set: Record<string, { readonly json: string; readonly scope: 'request' | 'session' }>;
  readonly messages: Message[];
  readonly quickReplies: QuickReply[];
  readonly log: string[];
  /** Lines that the log had no place for. */
  unlogged: number;
  readonly notes: Record<string, true>;
  delayMs: number | null;
  whole: boolean;
  trigger: string | null;
  stopped: boolean;
  /** Return links that were made. */
  links: number;
}

/** Methods of texts. */
interface Texts {
  readonly trim: (text: string) => string;
  readonly toLowerCase: (text: string) => string;
  readonly slice: (text: string, from: number, to?: number) => string;
  readonly indexOf: (text: string, part: string) => number;
  readonly startsWith: (text: string, start: string) => boolean;
}
type Method = (...args: never[]) => unknown;

/** What the parts of `botContext` work with. */
export interface Guest extends Given {
  readonly input: ScriptInput;
  readonly draft: Draft;
  readonly enter: (input: ScriptInput) => void;
  readonly leave: () => ScriptOutput;
  /** Before anything that a script asks for. */
  admit(): void;
  error(message: string): Error;
  /** Something that the author should know. */
  note(sentence: string): void;
  readonly texts: Texts;
  /** As JSON would have it, and nobody else's. */
  copy(value: Json): Json;
  stringify: typeof JSON.stringify;
  parse(text: string): Json;
  /** A value of one's own name, else null. */
  own(values: Readonly<Record<string, Json>>, name: string): Json;
  /** A list that no setter on `Array.prototype` is told of. */
  list<Item>(...items: Item[]): Item[];
  // Arguments; `what` is function and argument: 'sendMessage: message'.
  kind(value: unknown): string;
  text(value: unknown, what: string): string;
  /** A text that is shown: a number will do. */
  words(value: unknown, what: string): string;
  flag(value: unknown, what: string): boolean;
  items(value: unknown, what: string): unknown[];
}

export type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

export function makeGuest(given: Given): Guest {
  const { create, hasOwn, keys, setPrototypeOf } = Object;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const GuestError = Error;
  const string = String;
  const { apply } = Reflect;
  const { trim, toLowerCase, slice, indexOf, startsWith } = String.prototype as unknown as Record<keyof Texts, Method>;
  const { stop, bounds } = given;
  let input: ScriptInput | null = null;
  let draft: Draft;

  const list = <Item>(...items: Item[]): Item[] => setPrototypeOf(items, null);
  const method =
    (method: Method) =>
    (text: string, ...args: unknown[]) =>
      apply(method, text, args) as never;
  const error = (message: string) => new GuestError(message);
  const wrong = (what: string, must: string, value: unknown) => error(`${what} must be ${must}, not ${kind(value)}`);
  const kind = (value: unknown): string => {
    if (value === undefined) return 'missing';
    if (value === null) return 'null';
    if (isArray(value)) return 'a list';
    const names: Record<string, string> = { string: 'a text', boolean: 'true or false', object: 'an object' };
    const type = typeof value;
    return hasOwn(names, type) ? string(names[type]) : `a ${type}`;
  };
  const text = (value: unknown, what: string): string => {
    if (typeof value !== 'string') throw wrong(what, 'a text', value);
    if (value === '') throw error(`${what} must not be empty`);
    return value;
  };

  return {
    ...given,
    get input() {
      return input as ScriptInput;
    },
    get draft() {
      return draft;
    },
    enter(given) {
      input = given;
      draft = {
        set: create(null),
        messages: list(),
        quickReplies: list(),
        log: list(),
        unlogged: 0,
        notes: create(null),
        delayMs: null,
        whole: false,
        trigger: null,
        stopped: false,
        links: 0,
      };
    },
    leave() {
      input = null;
      const { messages, quickReplies, log, delayMs, whole, trigger, stopped } = draft;
      const set = list<ScriptOutput['set'][number]>();
      const names = keys(draft.set);
      for (let at = 0; at < names.length; at++) {
        const name = string(names[at]);
        const { json, scope } = draft.set[name] as Draft['set'][string];
        set[at] = setPrototypeOf({ name, value: parse(json), scope }, null);
      }
      if (draft.unlogged > 0) log[log.length] = `… and ${draft.unlogged} more`;
      const notes = setPrototypeOf(keys(draft.notes), null);
      return setPrototypeOf(
        { set, messages, quickReplies, delayMs, whole, trigger, stopped, log, notes } satisfies ScriptOutput,
        null,
      );
    },
    admit() {
      if (!input) throw error('botContext can be used only by a script that runs, not while the globals are loaded');
      // Who caught the stop goes no further.
      if (draft.stopped) throw stop;
    },
    error,
    note(sentence) {
      if (keys(draft.notes).length < bounds.notes) draft.notes[sentence] = true;
    },
    texts: {
      trim: method(trim),
      toLowerCase: method(toLowerCase),
      slice: method(slice),
      indexOf: method(indexOf),
      startsWith: method(startsWith),
    },
    copy: (value) => (typeof value === 'object' ? parse(stringify(value)) : value),
    stringify,
    parse,
    own: (values, name) => (hasOwn(values, name) ? (values[name] as Json) : null),
    list,
    kind,
    text,
    words(value, what) {
      if (typeof value === 'number' || typeof value === 'boolean') return string(value);
      return text(value, what);
    },
    flag(value, what) {
      if (value === undefined) return false;
      if (typeof value !== 'boolean') throw wrong(what, 'true or false', value);
      return value;
    },
    items(value, what) {
      if (!isArray(value)) throw wrong(what, 'a list', value);
      const items = list<unknown>();
      for (let at = 0; at < value.length; at++) items[at] = value[at];
      return items;
    },
  };
}
