import { expect, onTestFinished, test } from 'vitest';
import { journalLacks } from './journal.ts';
import { serve } from './serve.fixture.ts';

const began = new Date('2026-11-22T10:00:00.000Z');
const item = (inputId: string) => ({
  inputId,
  outcome: 'answered',
  code: null,
  note: null,
  at: began.toISOString(),
  conversationId: 'c',
  botId: 'b',
  door: null,
  kind: 'said',
  endpoint: null,
  turn: 1,
  ms: 1,
});

/** A control whose journal comes late: each look begins with the first page, and finds one more on the second. */
async function control(ids: readonly string[]) {
  const asked: string[] = [];
  let looks = 0;
  const url = await serve((path) => {
    asked.push(path);
    if (!path.includes('cursor=')) {
      looks += 1;
      return JSON.stringify({ items: [item('one')], next: 'more' });
    }
    return JSON.stringify({ items: ids.slice(0, looks).map(item), next: null });
  }, onTestFinished);
  return { asked, control: { url, key: 'key' } };
}

const said = (number: number, inputId?: string) => ({
  number,
  person: 0,
  saidAt: 0,
  again: 0,
  ...(inputId && { inputId }),
});

test('an input of which the journal knows its outcome alone is lacking', async () => {
  let looks = 0;
  const url = await serve(() => {
    looks += 1;
    const outcomeAlone = { ...item('one'), kind: null, ms: null };
    return JSON.stringify({ items: [looks === 1 ? outcomeAlone : item('one')], next: null });
  }, onTestFinished);
  const load = { began, utterances: [said(0, 'one')] };
  expect(await journalLacks({ system: { control: { url, key: 'key' } }, load })).toBeUndefined();
  expect(looks).toBe(2);
});

test('the journal is looked at until it has what was accepted, page by page', async () => {
  const { asked, ...system } = await control(['two', 'three']);
  const utterances = [said(0, 'one'), said(1, 'three'), said(2)];
  expect(await journalLacks({ system, load: { began, utterances } })).toBeUndefined();
  expect(asked).toHaveLength(4);
  expect(asked[0]).toContain('outcome=answered&from=2026-11-22T10%3A00%3A00.000Z');
});
