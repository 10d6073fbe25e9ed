import type { Json } from '@backchannel/contracts';
import { nowhere, storedHead } from './head.ts';
import type { Deadline } from './projection.ts';
import type { Ask, Entry, Found, Head } from './slots.ts';

/** What the scripts answer. */
export type Text = string | null;
export type HeadReply = readonly [offset: Text, writer: Text, epoch: Text, events: Text, retell: Text];
export type FoundReply = readonly (Text | readonly string[])[];

export function parseHead([offset, writer, epoch, events, retell]: HeadReply): Head {
  if (offset === null) return nowhere;
  const mark = { offset: Number(offset), writer: writer ?? '', epoch: epoch ?? '' };
  return storedHead(mark, { events: events ?? '[]', retell: retell ?? '[]' });
}

export function parseFound({ entries, lists }: Ask, reply: FoundReply): Found {
  const texts = (i: number) => reply[i] as Text;
  const first = 1 + 2 * entries.length;
  return {
    state: parseJson(texts(0)),
    entries: entries.map((_, i) => parseEntry(texts(1 + 2 * i), texts(2 + 2 * i))),
    lists: lists.map((_, i) => parseRows(reply[first + i] as readonly string[])),
  };
}

function parseEntry(text: Text, count: Text): Entry | undefined {
  if (text === null) return undefined;
  const colon = text.indexOf(':');
  return {
    value: parseJson(text.slice(colon + 1)),
    age: colon === 0 ? null : Number(count) - Number(text.slice(0, colon)),
  };
}

/** Members with their times, and their ids. */
export function parseDeadlines(due: readonly string[], ids: readonly string[]): Deadline[] {
  return ids.map((id, i) => {
    const member = due[2 * i] ?? '';
    const colon = member.indexOf(':');
    return { key: member.slice(colon + 1), name: member.slice(0, colon), id, at: Number(due[2 * i + 1]) };
  });
}

export function parseRows(rows: readonly string[]): Json[] {
  return rows.map(parseJson);
}

export function parseJson(text: Text): Json {
  return text === null ? null : JSON.parse(text);
}
