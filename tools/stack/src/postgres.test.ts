import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { listens } from './port.ts';
import { startPostgres } from './postgres.ts';
import { realPostgres } from './real.ts';

const real = await realPostgres();

const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  // It loses its server in these tests.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

describe.skipIf(real.missing)('a Postgres of one’s own', () => {
  const dir = mkdtempSync(join(tmpdir(), 'backchannel-postgres-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('keeps what was committed when it stops and starts, gently or not', async () => {
    await using server = await startPostgres();
    await query(server.url, 'create table kept (n int)');
    const write = (n: number) => query(server.url, `insert into kept values (${n})`);
    const read = async () => (await query(server.url, 'select n from kept order by n')).map(({ n }) => n);
    await write(1);

    const idle = new Client({ connectionString: server.url });
    idle.on('error', () => {});
    await idle.connect();
    await server.stop();
    await expect(write(2)).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(await read()).toEqual([1]);

    const open = new Client({ connectionString: server.url });
    open.on('error', () => {});
    await open.connect();
    await open.query('begin; insert into kept values (3)');
    await write(4);
    await server.kill();
    await server.start();
    expect(await read()).toEqual([1, 4]);
  });

  test('that is killed amid its work starts again at once', async () => {
    await using server = await startPostgres();
    const work = query(server.url, 'select count(*) from generate_series(1, 4000000)').catch(() => 'lost');
    const busy = "select pid from pg_stat_activity where query like '%series%' and pid <> pg_backend_pid()";
    await vi.waitFor(async () => expect(await query(server.url, busy)).toHaveLength(1));
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(() => expect(server.running()).toBe(false));
    await server.start();
    await work;
    expect(await query(server.url, busy)).toEqual([]);
  });

  test('keeps its data in the given folder, which no second one gets', async () => {
    const first = await startPostgres({ dir });
    await query(first.url, 'create table kept (n int)');
    await expect(startPostgres({ dir })).rejects.toThrow('lock file "postmaster.pid" already exists');
    await first.close();

    await using second = await startPostgres({ dir });
    expect(await query(second.url, 'select n from kept')).toEqual([]);
  });

  test('has the user, password and database that were asked for', async () => {
    await using server = await startPostgres({ user: 'it’s me', password: 'a:b@c/d', database: 'my "data"' });
    const who = 'select current_user, current_database()';
    expect(await query(server.url, who)).toEqual([{ current_user: 'it’s me', current_database: 'my "data"' }]);

    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('orders texts as SQLite does, and has the time zone of a container', async () => {
    const texts = "select text from (values ('b'), ('a'), ('B'), ('ä')) as texts (text) order by text";
    expect(await query(real.url, texts)).toEqual(['B', 'a', 'b', 'ä'].map((text) => ({ text })));
    expect(await query(real.url, 'show timezone')).toEqual([{ TimeZone: 'UTC' }]);
  });

  test('is gone, all of it, when its parent is killed', async () => {
    const url = JSON.stringify(new URL('./postgres.ts', import.meta.url));
    const script = `import { startPostgres } from ${url}; console.log((await startPostgres()).url);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await once(parent.stdout, 'data');
    const client = new Client({ connectionString: String(output).trim() });
    client.on('error', () => {});
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    client.once('end', leave);
    await client.connect();

    parent.kill('SIGKILL');

    await left;
    await vi.waitFor(async () => expect(await listens(client.port)).toBe(false), { timeout: 10_000 });
  });
});

describe.skipIf(real.missing)('the Postgres that tests share', () => {
  test('gives each that asks a database of its own', async () => {
    const [one, other] = await Promise.all([real.createDatabase(), real.createDatabase()]);
    await Promise.all([one, other].map((url) => query(url, 'create table mine (n int)')));
    await query(one, 'insert into mine values (1)');
    expect(await query(other, 'select n from mine')).toEqual([]);
    expect(await query(one, 'select n from mine')).toEqual([{ n: 1 }]);
  });
});
