import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inTurn, openDoor, says, startApi } from './api.fixture.ts';
import type { Memo } from './memo.ts';
import { sqliteMemo } from './sqlite-memo.ts';

describe('a turn that is worked on again', () => {
  test('does not ask again, also after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outside-'));
    const path = join(folder, 'memo.db');
    await using api = await startApi(inTurn(says(200, 'first'), says(200, 'second')));
    const ask = { method: 'POST', url: api.url } as const;
    {
      await using door = openDoor({ memo: sqliteMemo(path) });
      expect(await door.ask(ask, 'k')).toMatchObject({ body: 'first' });
      expect(await door.ask(ask, 'k')).toMatchObject({ body: 'first' });
    }
    await using door = openDoor({ memo: sqliteMemo(path) });
    expect(await door.ask(ask, 'k')).toMatchObject({ body: 'first' });
    expect(await door.ask(ask, 'another')).toMatchObject({ body: 'second' });
    expect(api.heard).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  test.each([404, 429, 503])('goes the same way also after status %d', async (status) => {
    await using api = await startApi(inTurn(says(status, 'no'), says(200)));
    await using door = openDoor({ limits: { retries: 0 } });
    expect(await door.ask({ url: api.url }, 'k')).toMatchObject({ status });
    expect(await door.ask({ url: api.url }, 'k')).toMatchObject({ status, body: 'no' });
    expect(api.heard).toHaveLength(1);
  });

  test('asks again when nobody had answered', async () => {
    await using api = await startApi(inTurn((response) => response.destroy(), says(200)));
    await using door = openDoor();
    expect(await door.ask({ method: 'POST', url: api.url }, 'k')).toHaveProperty('failed');
    expect(await door.ask({ method: 'POST', url: api.url }, 'k')).toMatchObject({ status: 200 });
  });
});

test('two that ask at the same time share one call', async () => {
  await using api = await startApi(says(200, 'one'));
  await using door = openDoor();
  const answers = await Promise.all([door.ask({ url: api.url }, 'k'), door.ask({ url: api.url }, 'k')]);
  expect(answers).toMatchObject([{ body: 'one' }, { body: 'one' }]);
  expect(api.heard).toHaveLength(1);
});

test('of two processes that ask at the same time both go on with one answer', async () => {
  await using api = await startApi(inTurn(says(200, 'first'), says(200, 'second')));
  const folder = mkdtempSync(join(tmpdir(), 'outside-'));
  const path = join(folder, 'memo.db');
  await using one = openDoor({ memo: sqliteMemo(path) });
  await using other = openDoor({ memo: sqliteMemo(path) });
  const answers = await Promise.all([one.ask({ url: api.url }, 'k'), other.ask({ url: api.url }, 'k')]);
  expect(api.heard).toHaveLength(2);
  expect(answers[0]).toEqual(answers[1]);
  rmSync(folder, { recursive: true });
});

describe('while the memo is away', () => {
  /** A memo that fails as often as it is told to. */
  const failing = (memo: Memo, times: { get?: number; put?: number }): Memo => {
    const left = { get: 0, put: 0, ...times };
    const fail = (what: 'get' | 'put') => {
      if (left[what]-- > 0) throw new Error(`no ${what}`);
    };
    return {
      get: async (key) => {
        fail('get');
        return memo.get(key);
      },
      put: async (key, answer) => {
        fail('put');
        return memo.put(key, answer);
      },
      close: () => memo.close(),
    };
  };

  test('the call waits for it', { tags: 'long' }, async () => {
    await using api = await startApi(says(200));
    await using door = openDoor({ memo: failing(sqliteMemo(':memory:'), { get: 2, put: 2 }) });
    expect(await door.ask({ url: api.url }, 'k')).toMatchObject({ status: 200 });
    expect(api.heard).toHaveLength(1);
  });

  test('but not for long: nobody is asked, and the turn is to be tried again', async () => {
    await using api = await startApi(says(200));
    const memo = failing(sqliteMemo(':memory:'), { get: Infinity });
    await using door = openDoor({ memo, limits: { memoMs: 100 } });
    await expect(door.ask({ url: api.url }, 'k')).rejects.toThrow('no get');
    expect(api.heard).toEqual([]);
  });

  test('an answer that can not be kept is not given', async () => {
    await using api = await startApi(says(200));
    const memo = failing(sqliteMemo(':memory:'), { put: Infinity });
    await using door = openDoor({ memo, limits: { memoMs: 100 } });
    await expect(door.ask({ url: api.url }, 'k')).rejects.toThrow('no put');
  });
});

describe('when the door is closed', () => {
  test('what is under way is broken off, and is for somebody else to answer', async () => {
    await using api = await startApi(() => {});
    const door = openDoor({ limits: { inFlightPerOrigin: 1 } });
    const asks = [door.ask({ url: api.url }), door.ask({ url: api.url })];
    const outcomes = Promise.allSettled(asks);
    await expect.poll(() => api.heard).toHaveLength(1);
    await door.outside.close();
    const closed = { status: 'rejected', reason: new Error('The door to outside APIs is closed.') };
    expect(await outcomes).toEqual([closed, closed]);
  });

  test('nobody is asked any more', async () => {
    await using api = await startApi(says(200));
    const door = openDoor();
    await door.outside.close();
    await expect(door.ask({ url: api.url })).rejects.toThrow('is closed');
    expect(api.heard).toEqual([]);
  });
});
