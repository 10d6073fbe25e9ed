import type { Api } from '../api.ts';
import { complain } from './complain.ts';

/** A call as a page writes it before the loader is there: `['send', 'Hello']`. */
export type Call = readonly [name: string, ...given: unknown[]];

/** As pages have it: what they called before, and may go on to call that way. */
export interface Global extends Api {
  readonly botId: string;
  push(...calls: readonly Call[]): void;
}

const events = 'open close message turn unread status conversation'.split(' ');

const text = (given: unknown) => typeof given === 'string' && given.trim();
const object = (given: unknown) => given && typeof given === 'object';
const code = (given: unknown) => typeof given === 'function';

type Takes = readonly [what: string, ...fits: readonly ((given: unknown) => unknown)[]];
const takes: Readonly<Record<string, Takes>> = {
  // A page may have added to what every object has.
  __proto__: null as never,
  open: ['nothing'],
  close: ['nothing'],
  destroy: ['nothing'],
  send: ['a text', text],
  identify: ['an object', object],
  on: [`one of ${String(events)}, and a function`, (given) => events.includes(given as string), code],
  render: ['a function', code],
} satisfies Record<keyof Api, Takes> & { __proto__: never };

/** The same that does nothing but complain where it is given nonsense: what a page gets wrong must not break it. */
export function guarded(api: Api): Omit<Global, 'botId'> {
  const call = (name: string, given: readonly unknown[]) => {
    const [what, ...fits] = takes[name] ?? [];
    if (what && fits.every((fit, at) => fit(given[at]))) {
      return (api as unknown as Record<string, (...all: readonly unknown[]) => unknown>)[name]?.(...given);
    }
    complain(what ? `${name}() takes ${what}` : `there is no ${name}(), but ${String(Object.keys(takes))}`);
    return () => {};
  };
  const methods = Object.keys(takes).map((name) => [name, (...given: readonly unknown[]) => call(name, given)]);
  const push = (...calls: readonly Call[]) => {
    for (const [name, ...given] of calls) call(name, given);
  };
  return { ...(Object.fromEntries(methods) as Api), push };
}
