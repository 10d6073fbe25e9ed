import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { realKafka, realPostgres, realRedis } from './real.ts';
import { runStack, type Stack } from './stack.ts';

// Asked only for whether they are to be had.
const missing = (await realKafka()).missing ?? (await realRedis()).missing ?? (await realPostgres()).missing;

const file = fileURLToPath(new URL('./stack.fixture.yml', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'backchannel-stack-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const environmentOf = async (url: string): Promise<NodeJS.ProcessEnv> => {
  const response = await fetch(`${url}/environment`);
  return (await response.json()) as NodeJS.ProcessEnv;
};

describe.skipIf(missing)('a stack', () => {
  const progress: string[] = [];
  const deaths: string[] = [];
  let stack: Stack;

  beforeAll(async () => {
    stack = await runStack({
      file,
      dir,
      ports: 'free',
      variables: { SECRET: 'of-the-test', PASSWORD: 'of-the-shop' },
      onProgress: (sentence) => progress.push(sentence),
      onDeath: (sentence) => deaths.push(sentence),
    });
  });
  afterAll(() => stack?.stop());

  test('starts each service after those that it depends on', () => {
    expect(progress.toSorted()).toEqual([
      'chat is ready',
      'kafka is ready',
      'postgres is ready',
      'redis is ready',
      'shop is ready',
      'topics is done',
    ]);
    expect(progress.indexOf('kafka is ready')).toBeLessThan(progress.indexOf('topics is done'));
    expect(progress.slice(-2)).toEqual(['chat is ready', 'shop is ready']);
  });

  test('gives each service the addresses of the others', async () => {
    const { chat, shop } = Object.fromEntries(stack.services);
    expect(await environmentOf(chat?.url ?? '')).toMatchObject({
      KAFKA_BROKERS: stack.kafka.brokers[0],
      REDIS_URL: stack.redis.url,
      DATABASE_URL: stack.postgres.url,
      PUBLIC_URL: chat?.url,
      SECRET: 'of-the-test',
    });
    expect(await environmentOf(shop?.url ?? '')).toMatchObject({ CHAT_URL: chat?.url });
  });

  test('a base is what docker-compose.yml says, where the stack says', async () => {
    expect(stack.addresses.get('postgres')).toBe(stack.postgres.url);
    const client = new Client({ connectionString: stack.postgres.url });
    await client.connect();
    const { rows } = await client.query("select current_user, current_database(), current_setting('work_mem')");
    expect(rows).toEqual([{ current_user: 'shop', current_database: 'goods', current_setting: '5MB' }]);
    await client.end();
  });

  test('a service that is killed can be started again, and is not mourned', async () => {
    const chat = stack.service('chat');
    const { pid } = chat;
    await chat.kill();
    await expect(environmentOf(chat.url)).rejects.toThrow('fetch failed');
    await chat.start();
    expect((await environmentOf(chat.url)).PORT).toBe(new URL(chat.url).port);
    expect(chat.pid).not.toBe(pid);
    expect(deaths).toEqual([]);
  });

  test('a second process of a service has its own port', async () => {
    const another = await stack.startAnother('chat');
    expect(another.url).not.toBe(stack.service('chat').url);
    const environment = await environmentOf(another.url);
    expect(environment).toMatchObject({ PUBLIC_URL: another.url, REDIS_URL: stack.redis.url });
    expect(another.metricsUrl).toBe(`http://127.0.0.1:${environment['METRICS_PORT']}/metrics`);
    expect(another.metricsUrl).not.toBe(stack.service('chat').metricsUrl);
  });

  test('a service that dies is named', async () => {
    const shop = stack.service('shop');
    await fetch(`${shop.url}/fall`).catch(() => 'it fell');
    await vi.waitFor(() => expect(deaths).toEqual([`shop died (exit code 7). See ${shop.log}`]));
    await shop.start();
  });

  test('stops all of it', async () => {
    await stack.stop();
    const servers = [stack.kafka, stack.postgres, stack.redis, ...stack.services.values()];
    expect(servers.map((server) => server.running())).toEqual(servers.map(() => false));
    expect(deaths).toHaveLength(1);
  });
});

test('a port in use is told before anything is started', async () => {
  const blocker = createServer().listen(20_203, '127.0.0.1');
  await vi.waitFor(() => expect(blocker.listening).toBe(true));
  const sentence = 'Port 20203 is in use, and chat needs it: stop what listens there.';
  await expect(runStack({ file, dir, ports: 'published' })).rejects.toThrow(sentence);
  blocker.close();
});
