import { ConversationLog, InputReceived } from '@backchannel/contracts';
import { ListBots } from '@backchannel/contracts/admin';
import { readEnvironment } from '@backchannel/service';
import { startPostgres } from '@backchannel/stack';
import { expect, test } from 'vitest';
import { Office } from '../office.fixture.ts';
import { migrate } from './migrate.ts';
import { openTables } from './store.ts';

const slowly = { timeout: 20_000, interval: 100 };

test('while Postgres is away who asks is told to come again; what was said meanwhile is heard when it is back', {
  tags: 'long',
  timeout: 60_000,
}, async () => {
  await using postgres = await startPostgres();
  await using office = await Office.open({ DATABASE_URL: postgres.url });
  const ready = async () => {
    const response = await fetch(`${office.url}/health/ready`);
    return (await response.json()) as { waitsFor: string[] };
  };
  const heard = async () => {
    const rows = await office.store.db.selectFrom('positions').selectAll().execute();
    return rows.filter(({ topic }) => topic === ConversationLog.name).reduce((sum, { next }) => sum + next, 0);
  };
  const close = (id: string) =>
    office.broker.publish([InputReceived({ kind: 'closed', inputId: id, conversationId: 'c', at: 1 }, { time: 1 })]);
  await close('one');
  await expect.poll(heard, slowly).toBe(1);

  await postgres.kill();
  const { status, headers, body } = await office.call(ListBots);
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { code: 'unavailable', detail: 'the database does not answer' },
  });
  expect(headers.get('retry-after')).toBe('1');
  await expect
    .poll(ready, slowly)
    .toMatchObject({ waitsFor: expect.arrayContaining(['the database does not answer']) });
  await close('two');

  await postgres.start();
  await expect.poll(ready, slowly).toEqual({ status: 'ready', waitsFor: [] });
  await expect.poll(heard, slowly).toBe(2);
  expect((await office.call(ListBots)).status).toBe(200);
});

test('a start waits for Postgres, and for what its tables lack', { tags: 'long', timeout: 60_000 }, async () => {
  await using postgres = await startPostgres();
  const environment = { LOG_LEVEL: 'silent', DATABASE_URL: postgres.url };
  await postgres.kill();
  await using office = await Office.openUnready(environment);
  const waitsFor = async () => {
    const response = await fetch(`${office.url}/health/ready`);
    return ((await response.json()) as { waitsFor: string[] }).waitsFor.join();
  };
  expect(await waitsFor()).toContain('the database does not answer');
  await postgres.start();
  await expect.poll(waitsFor, slowly).toContain('the tables lack 0001-begin');
  expect((await office.call(ListBots, { key: 'bck_none' })).status).toBe(503);
  const db = openTables(readEnvironment(environment));
  await migrate(db);
  await db.destroy();
  await expect.poll(waitsFor, slowly).toBe('');
  expect((await office.call(ListBots, { key: 'bck_none' })).status).toBe(401);
});
