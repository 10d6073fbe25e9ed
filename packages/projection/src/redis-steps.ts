import { type Ask, type Head, type KeyChange, type Mark, type Step, untilSlackMs } from './slots.ts';

type Arg = string | number;

/** States, and rows of a list, written at once. Lua unpacks some thousand values. */
const TOGETHER = 500;
/** Of so many changes one looks for entries whose time has passed. */
const TIDY = 8;

/** A step as arguments of the script `write`. */
export function stepArgs({ expected, head, states, changes, absent = [] }: Step): Arg[] {
  const args = headArgs(expected, head);
  args.push(absent.length, ...absent.flatMap(({ key, map, id }) => [key, map, id]));
  const kept = states.filter((one): one is [string, string] => one[1] !== null);
  args.push(Math.ceil(kept.length / TOGETHER));
  for (let i = 0; i < kept.length; i += TOGETHER) {
    const some = kept.slice(i, i + TOGETHER);
    args.push(2 * some.length);
    for (const [key, state] of some) args.push(key, state);
  }
  const gone = states.filter(([, state]) => state === null);
  args.push(gone.length, ...gone.map(([key]) => key));
  for (let i = 0; i < changes.length; ) {
    const { key, change, time } = changes[i] as KeyChange;
    if ('push' in change) {
      const rows = rowsFrom(changes, i, change.push);
      args.push('push', key, change.push, rows.length, ...rows);
      i += rows.length;
    } else {
      args.push(...changeArgs({ key, change, time }, i % TIDY === 0));
      i += 1;
    }
  }
  return args;
}

/** Those that go into one list after each other are one command: it costs Redis more than a row. */
function rowsFrom(changes: readonly KeyChange[], first: number, list: string): string[] {
  const rows: string[] = [];
  for (let i = first; i < changes.length && rows.length < TOGETHER; i += 1) {
    const { key, change } = changes[i] as KeyChange;
    if (key !== changes[first]?.key || !('push' in change) || change.push !== list) break;
    rows.push(JSON.stringify(change.row));
  }
  return rows;
}

export function headArgs(expected: Mark, head: Head): Arg[] {
  const { offset, writer, epoch, events, retell } = head;
  const { offset: was, writer: who, epoch: when } = expected;
  return [was, who, when, offset, writer, epoch, JSON.stringify(events), JSON.stringify(retell)];
}

/** A change of anything but a list's end. */
type Other = Omit<KeyChange, 'change'> & { readonly change: Exclude<KeyChange['change'], { readonly push: string }> };

function changeArgs({ key, change, time }: Other, tidy: boolean): Arg[] {
  if ('drop' in change) return ['drop', key, change.drop, change.count];
  if ('put' in change) {
    const { put, id, value, keep = '', until = '' } = change;
    const passed = tidy && until !== '' ? time - untilSlackMs : '';
    return ['put', key, put, id, JSON.stringify(value), keep, until, passed];
  }
  if ('deadline' in change) {
    const { deadline, id, at } = change;
    return ['deadline', key, deadline, at, id];
  }
  if ('noDeadline' in change) return ['noDeadline', key, change.noDeadline];
  return ['forget', key];
}

/** What a batch wants to see as arguments of the script `read`. */
export function askArgs(asks: readonly Ask[]): Arg[] {
  const args: Arg[] = [];
  for (const { key, entries, lists } of asks) {
    args.push(key, entries.length);
    for (const entry of entries) args.push(...entry);
    args.push(lists.length);
    for (const list of lists) args.push(...list);
  }
  return args;
}
