import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SqliteBroker } from '@backchannel/messaging';
import { Controller, Get, Module } from '@nestjs/common';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { listen } from './listen.ts';
import { Opened } from './opened.ts';
import { serve } from './serve.ts';

const fixture = fileURLToPath(new URL('./stopping.fixture.ts', import.meta.url));

test.each([
  ['SIGTERM', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
] as const)('%s stops, and %s behind it ends at once', { tags: 'long' }, async (first, second) => {
  const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('started');
  child.kill(first);
  expect((await lines.next()).value).toBe('stopping');
  child.kill(second);
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('a stop takes no new connections, and answers what was asked before it', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  class Slow {
    wait() {
      asked.resolve();
      return answer.promise;
    }
  }
  Get('slow')(Slow.prototype, 'wait', Object.getOwnPropertyDescriptor(Slow.prototype, 'wait') as PropertyDescriptor);
  Controller()(Slow);
  class App {}
  Module({ controllers: [Slow] })(App);

  const broker = new SqliteBroker({ path: ':memory:' });
  const opened = new Opened('slow', readEnvironment({ LOG_LEVEL: 'silent' }), broker);
  onTestFinished(async () => {
    await broker.close();
    await opened.close();
  });
  const running = await serve({ name: 'slow', module: App }, opened);
  await listen(running.server, { port: 0, host: '127.0.0.1' });
  const { port } = running.server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const response = fetch(`${url}/slow`);
  await asked.promise;

  const closed = running.close();
  expect(opened.health.waitsFor()).toEqual(['the service is stopping']);
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
  answer.resolve('answered');
  expect(await (await response).text()).toBe('answered');
  expect((await response).headers.get('connection')).toBe('close');
  await closed;
});
