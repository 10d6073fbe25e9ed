import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { limits } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';
import { Controller, Module, Post } from '@nestjs/common';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { Opened } from './opened.ts';
import { safeServer } from './safe-server.ts';
import { serve } from './serve.ts';

@Controller()
class Echo {
  @Post('echo')
  echo() {
    return {};
  }
}
@Module({ controllers: [Echo] })
class EchoModule {}

async function service(): Promise<Server> {
  const broker = new SqliteBroker({ path: ':memory:' });
  const opened = new Opened('echo', readEnvironment({ LOG_LEVEL: 'silent', PUBLIC_URL: 'https://a.example' }), broker);
  const running = await serve({ name: 'echo', module: EchoModule }, opened);
  onTestFinished(async () => {
    await running.close();
    await broker.close();
    await opened.close();
  });
  return running.server;
}
const other = async () => safeServer('https://a.example', (_request, response) => void response.end('{}'));

/** Says something, a part every so often, and tells what has come back when the server has closed the connection. */
async function say(server: Server, parts: readonly string[], { everyMs = 50, endless = '' } = {}) {
  const { port } = server.address() as AddressInfo;
  const wire = connect(port, '127.0.0.1');
  wire.on('error', () => {});
  let heard = '';
  wire.setEncoding('utf8').on('data', (text: string) => (heard += text));
  const left = [...parts];
  const saying = setInterval(() => wire.write(left.shift() ?? endless), everyMs);
  const closed = once(wire, 'close');
  onTestFinished(() => void wire.destroy());
  return { heard: () => heard, wire, closed: closed.then(() => clearInterval(saying)) };
}

const post = 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

describe.each([
  ['a service', service],
  ['the server of all services, and of the demo', other],
])('%s', (_, open) => {
  async function impatient(): Promise<Server> {
    const server = await open();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return server;
  }

  test('waits for seconds, not for good, and for so much', async () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount, maxConnections, timeout } =
      await impatient();
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount, maxConnections, timeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      maxHeadersCount: 100,
      maxConnections: limits.connections,
      timeout: 60_000,
    });
  });

  test.each([
    ['nothing', []],
    ['a header now and then', [post]],
  ])('closes on who says %s', { tags: 'long' }, async (__, parts) => {
    const server = await impatient();
    server.headersTimeout = 300;
    const slow = await say(server, parts, { endless: parts.length > 0 ? 'X-A: a\r\n' : '' });
    await slow.closed;
    expect(slow.heard()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  test('closes on who sends a body byte by byte', { tags: 'long' }, async () => {
    const server = await impatient();
    server.headersTimeout = 200;
    server.requestTimeout = 400;
    const slow = await say(server, [`${post}Content-Length: 1000\r\n\r\n`], { endless: ' ' });
    await slow.closed;
    expect(slow.heard()).toContain('HTTP/1.1 408 Request Timeout\r\n');
  });

  test('answers others meanwhile, and headers that are too large with 431', async () => {
    const server = await impatient();
    const slow = await Promise.all(Array.from({ length: 50 }, () => say(server, [post], { endless: 'X-A: a\r\n' })));
    const { port } = server.address() as AddressInfo;
    const quick = await fetch(`http://127.0.0.1:${port}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(quick.status).toBeLessThan(300);
    const large = await say(server, [`${post}X-A: ${'a'.repeat(17_000)}\r\n\r\n`]);
    await large.closed;
    expect(large.heard()).toMatch(/^HTTP\/1\.1 431 /);
    for (const { wire } of slow) wire.destroy();
  });

  test('says the same careful headers whatever it answers, and nothing of itself', async () => {
    const server = await impatient();
    const requests = [
      `${post}Content-Length: 2\r\nConnection: close\r\n\r\n{}`,
      'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'GET /100% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'nonsense\r\n\r\n',
    ];
    const answers = await Promise.all(
      requests.map(async (request) => {
        const asked = await say(server, [request]);
        await asked.closed;
        return asked.heard().toLowerCase();
      }),
    );
    for (const answer of answers) {
      expect(answer).toMatch(/^http\/1\.1 \d{3} /);
      for (const header of [
        'x-content-type-options: nosniff',
        'cache-control: no-store',
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        'referrer-policy: no-referrer',
        'strict-transport-security: max-age=31536000',
      ])
        expect(answer).toContain(`\r\n${header}\r\n`);
      expect(answer).not.toMatch(/\r\n(server|x-powered-by): /);
    }
  });
});
