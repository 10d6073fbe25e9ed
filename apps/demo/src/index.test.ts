import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { demoFiles } from './files.ts';
import { demo } from './index.ts';

const addresses = { ingestUrl: 'http://ingest', chatUrl: 'http://chat' };

async function begin() {
  const server = createServer(demo(addresses)).listen(0);
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, [Symbol.dispose]: () => void server.close() };
}

test('the page, and everything that it names, is there', async () => {
  using demo = await begin();
  const files = demoFiles(addresses);
  const seen = new Set(['/']);
  for (const path of seen) {
    const response = await fetch(`${demo.base}${path}`);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toBe(files.get(path)?.type);
    const body = await response.text();
    expect(body).not.toBe('');
    const named = body.matchAll(
      /(?:src|href|from|fetch\()\s*=?\s*['"](?:\.\/)?([\w.-]+\.(?:html|css|js|svg|json))['"]/g,
    );
    for (const [, name] of named) seen.add(`/${name}`);
  }
  // The payment page is opened by its address alone.
  expect([...seen, '/pay.html', '/pay.js', '/webview.js'].toSorted().filter(unique)).toEqual(
    [...files.keys()].toSorted(),
  );
});

const unique = (path: string, at: number, all: readonly string[]) => all.indexOf(path) === at;

test('the page is told where the services are', async () => {
  using demo = await begin();
  expect(await (await fetch(`${demo.base}/config.json`)).json()).toEqual({ ...addresses, botId: 'shop' });
});

test('nothing else is there, and nothing can be written', async () => {
  using demo = await begin();
  expect((await fetch(`${demo.base}/../package.json`)).status).toBe(404);
  expect((await fetch(demo.base, { method: 'POST' })).status).toBe(405);
});
