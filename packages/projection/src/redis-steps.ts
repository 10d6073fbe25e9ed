import { type Ask, type Head, type KeyChange, type Mark, type Step, untilSlackMs } from './slots.ts';

type Arg = string | number;

/** A step as arguments of the script `write`. */
export function stepArgs({ expected, head, states, changes }: Step): Arg[] {
  const args = headArgs(expected, head);
  for (const [key, state] of states) {
    if (state === null) args.push('noState', key);
    else args.push('state', key, JSON.stringify(state));
  }
  for (const change of changes) args.push(...changeArgs(change));
  return args;
}

export function headArgs(expected: Mark, head: Head): Arg[] {
  const { offset, writer, epoch, events, retell } = head;
  const { offset: was, writer: who, epoch: when } = expected;
  return [was, who, when, offset, writer, epoch, JSON.stringify(events), JSON.stringify(retell)];
}

function changeArgs({ key, change, time }: KeyChange): Arg[] {
  if ('push' in change) return ['push', key, change.push, JSON.stringify(change.row)];
  if ('drop' in change) return ['drop', key, change.drop, change.count];
  if ('put' in change) {
    const { put, id, value, keep = '', until = '' } = change;
    return ['put', key, put, id, JSON.stringify(value), keep, until, time - untilSlackMs];
  }
  if ('deadline' in change) {
    const { deadline, id, at } = change;
    return ['deadline', key, deadline, at, JSON.stringify([key, deadline, id])];
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
