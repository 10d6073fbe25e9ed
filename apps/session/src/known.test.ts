import { InputReceived, limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { counted } from './known.ts';
import { Told } from './session.fixture.ts';

const hour = 3_600_000;
const link = (told: Told, linkUntil: number, variables: Record<string, string>) =>
  told.say('posted', { key: 'link', id: JSON.stringify(variables), variables, linkUntil });

test('a return link is known until it ends', () => {
  const told = Told.quiet();
  const ends = told.now + 5 * limits.knownKeyMs;
  const first = link(told, ends, { a: '1' });
  told.later(4 * limits.knownKeyMs);
  expect(link(told, ends, { a: '1' }).outcomes).toEqual(first.outcomes);
  expect(link(told, ends, { a: '2' }).outcomes).toMatchObject([{ outcome: 'rejected', code: 'link_used' }]);
  expect(told.variables).toEqual({ a: '1' });
  told.later(limits.knownKeyMs);
  expect(link(told, ends, { a: '2' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('a link that ends soon is known for a day, as every key', () => {
  const told = Told.quiet();
  const ends = told.now + hour;
  link(told, ends, { a: '1' });
  told.later(limits.knownKeyMs - 1);
  expect(link(told, ends, { a: '2' }).outcomes).toMatchObject([{ code: 'link_used' }]);
});

test('never are more keys known than are counted, and none is counted an hour after it is forgotten', () => {
  const told = Told.quiet();
  let state = { ...told.state, keys: {} as Record<string, number> };
  let at = told.now;
  const ends: number[] = [];
  for (let n = 0; n < 3000; n += 1) {
    // Numbers that look like chance, the same each time.
    at += (n * 7919 * 104_729) % (2 * hour);
    const linkUntil = n % 3 === 0 ? at + ((n * 15_485_863) % (80 * hour)) : undefined;
    ends.push(Math.max(at + limits.knownKeyMs, linkUntil ?? 0));
    state = { ...state, keys: counted(state, posted({ key: `k${n}`, at, linkUntil })) };
    const count = Object.values(state.keys).reduce((sum, one) => sum + one, 0);
    expect(count).toBeGreaterThanOrEqual(ends.filter((end) => end > at).length);
    expect(count).toBeLessThanOrEqual(ends.filter((end) => end > at - hour).length);
  }
});

function posted(more: { key: string; at: number; linkUntil: number | undefined }): InputReceived {
  const bot = { version: 1, sessionMs: 1, lateMessageMs: 1 };
  const what = {
    kind: 'posted',
    inputId: 'i',
    conversationId: 'c',
    botId: 'shop',
    bot,
    variables: {},
    ...more,
  } as const;
  return InputReceived(what, { time: more.at }).data;
}
