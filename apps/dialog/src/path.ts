import type { Json } from '@backchannel/contracts';

// Parts of a value: `items[0].title`; `items[i].title` is the title of every item (Conversation Builder, JSON path).

type Key = string | number | typeof each;
const each = Symbol('[i]');

/** What lies at a path within a value; undefined where nothing does. */
export function valueAt(value: Json, path: string): Json | undefined {
  return follow(value, keysOf(path));
}

function keysOf(path: string): Key[] {
  return [...path.matchAll(/\[(\d+)\]|\[i\]|([^.[\]]+)/g)].map(([text, index, name]) => {
    if (index !== undefined) return Number(index);
    return text === '[i]' ? each : (name ?? '');
  });
}

function follow(value: Json | undefined, [key, ...rest]: readonly Key[]): Json | undefined {
  if (key === undefined || value === undefined) return value;
  if (key === each) {
    if (!Array.isArray(value)) return undefined;
    return value.flatMap((item) => follow(item, rest) ?? []);
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return follow(value[Number(key)], rest);
  return Object.hasOwn(value, key) ? follow(value[key], rest) : undefined;
}

/** A value by its name, or a part of one by its name and a path: the longest name that is known counts. */
export function lookUp(known: (name: string) => Json | undefined, name: string): Json | undefined {
  const whole = known(name);
  if (whole !== undefined) return whole;
  for (let end = name.length - 1; end > 0; end -= 1) {
    if (name[end] !== '.' && name[end] !== '[') continue;
    const value = known(name.slice(0, end));
    if (value !== undefined) return valueAt(value, name.slice(end));
  }
  return undefined;
}
