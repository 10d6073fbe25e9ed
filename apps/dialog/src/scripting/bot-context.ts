import { triedNames } from '@backchannel/contracts';
import { bounds } from './guest/bounds.ts';
import { flow } from './guest/flow.ts';
import { type Functions, type Given, type Guest, makeGuest } from './guest/guest.ts';
import { ids } from './guest/ids.ts';
import { link } from './guest/link.ts';
import { log } from './guest/log.ts';
import { message } from './guest/message.ts';
import { output } from './guest/output.ts';
import { people } from './guest/people.ts';
import { unknownName } from './guest/unknown.ts';
import { variables } from './guest/variables.ts';

interface Parts {
  readonly makeGuest: (given: Given) => Guest;
  readonly parts: readonly ((guest: Guest) => Functions)[];
  readonly log: typeof log;
  readonly unknownName: typeof unknownName;
  readonly tried: typeof triedNames;
}

/** Defines the globals `botContext` and `console`, and says what the sandbox calls around each script. */
function botContext(given: Given, { makeGuest, parts, log, unknownName, tried }: Parts) {
  const { assign, create, defineProperty, freeze, hasOwn, keys } = Object;
  const { apply } = Reflect;
  const inherited = Object.prototype;
  const guest = makeGuest(given);

  const admitted = (name: string, work: (...args: never[]) => unknown) => {
    const call = (...args: unknown[]) => {
      guest.admit();
      return apply(work, undefined, args) as unknown;
    };
    defineProperty(call, 'name', { value: name });
    return freeze(call);
  };

  const { functions: logging, print } = log(guest);
  const all: Record<string, unknown> = assign(create(null), logging);
  for (const part of parts) assign(all, part(guest));
  const names = freeze(keys(all));
  for (const name of names) all[name] = admitted(name, all[name] as (...args: never[]) => unknown);
  const missing = unknownName(guest, { names, tried });

  const proxy = new Proxy(freeze(all), {
    get(functions, name) {
      if (hasOwn(functions, name)) return functions[name as string];
      // What the language itself asks an object for.
      if (typeof name === 'symbol' || name === 'toJSON' || name === 'then') return undefined;
      if (hasOwn(inherited, name)) return inherited[name as keyof typeof inherited];
      throw guest.error(missing(name));
    },
    set() {
      throw guest.error('botContext can not be changed');
    },
  });
  const printing = admitted('log', print);
  const console = freeze({ log: printing, info: printing, warn: printing, error: printing, debug: printing });
  for (const [name, value] of [
    ['botContext', proxy],
    ['console', console],
  ] as const) {
    defineProperty(globalThis, name, { value, enumerable: true, writable: false, configurable: false });
  }
  return { enter: guest.enter, leave: guest.leave };
}

const text = (part: (...args: never[]) => unknown): string => part.toString();
const parts = [ids, variables, message, output, flow, people, link];

/** Our code in front of every bot's scripts (`Program.prelude`). */
export const prelude = `(function (host, stop) {
'use strict';
return (${text(botContext)})({ host, stop, bounds: ${JSON.stringify(bounds)} }, {
makeGuest: ${text(makeGuest)},
parts: [${parts.map(text).join(', ')}],
log: ${text(log)},
unknownName: ${text(unknownName)},
tried: ${JSON.stringify(triedNames)},
});
})`;
