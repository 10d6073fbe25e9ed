import type { Event } from '@backchannel/contracts';
import type { Head, Mark } from './slots.ts';

/** The head of a slot that has never been written. */
export const nowhere: Head = { offset: -1, writer: '', epoch: '', events: [], retell: [] };

export function sameMark(a: Mark, b: Mark): boolean {
  return a.offset === b.offset && a.writer === b.writer && a.epoch === b.epoch;
}

/** As stored. Its events are seldom looked at, and parsed only then. */
export function storedHead(mark: Mark, said: { events: string; retell: string }): Head {
  return {
    ...mark,
    get events() {
      return parseArray(said.events, isEvent);
    },
    get retell() {
      return parseArray(said.retell, (key) => typeof key === 'string');
    },
  };
}

function parseArray<Item>(text: string, isItem: (value: unknown) => value is Item): readonly Item[] {
  const items: unknown = JSON.parse(text);
  if (!Array.isArray(items) || !items.every(isItem))
    throw new Error(`a stored head can't be read: ${text.slice(0, 80)}`);
  return items;
}

function isEvent(value: unknown): value is Event {
  if (typeof value !== 'object' || value === null) return false;
  const { topic, type, version, id, key } = value as Partial<Event>;
  return [topic, type, id, key].every((name) => typeof name === 'string') && typeof version === 'number';
}
