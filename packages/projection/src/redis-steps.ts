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
    const rows = rowsFrom(changes, i);
    if (rows.length > 0) args.push(...pushArgs(rows));
    else args.push(...changeArgs(changes[i] as KeyChange, i % TIDY === 0));
    i += Math.max(1, rows.length);
  }
  return args;
}

/** A row, and those that follow it into the same list: a command costs Redis more than a row. */
function rowsFrom(changes: readonly KeyChange[], first: number): Pushed[] {
  const rows: Pushed[] = [];
  for (let i = first; i < changes.length && rows.length < TOGETHER; i += 1) {
    const { key, change } = changes[i] as KeyChange;
    if (!('push' in change)) break;
    if (rows[0] && (rows[0].key !== key || rows[0].list !== change.push)) break;
    rows.push({ key, list: change.push, row: JSON.stringify(change.row) });
  }
  return rows;
}

interface Pushed {
  readonly key: string;
  readonly list: string;
  readonly row: string;
}

function pushArgs(rows: readonly Pushed[]): Arg[] {
  return rows.slice(0, 1).flatMap(({ key, list }) => ['push', key, list, rows.length, ...rows.map(({ row }) => row)]);
}

export function headArgs(expected: Mark, head: Head): Arg[] {
  const { offset, writer, epoch, events, retell } = head;
  const { offset: was, writer: who, epoch: when } = expected;
  return [was, who, when, offset, writer, epoch, JSON.stringify(events), JSON.stringify(retell)];
}

function changeArgs({ key, change, time }: KeyChange, tidy: boolean): Arg[] {
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
