import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { demoFiles } from './files.ts';
import { Demo } from './index.ts';

const addresses = { ingestUrl: 'http://ingest', chatUrl: 'https://chat:1', inputsUrl: 'http://control' };

async function begin() {
  const reported: unknown[] = [];
  const server = createServer(new Demo(addresses, (error) => reported.push(error)).listener).listen(0);
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, reported, [Symbol.dispose]: () => void server.close() };
}

test('the page, and everything that it names, is there', async () => {
  using demo = await begin();
  const files = demoFiles(addresses);
  // The pages are opened by their addresses alone; pictures are named by the lamps that they show, and by the bot.
  const others = ['/pay.html', '/address.html', '/halo.svg', '/orbit.svg', '/ember.svg', '/parcel.svg'];
  const seen = new Set(['/', ...others]);
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
  expect([...seen].toSorted()).toEqual([...files.keys()].toSorted());
});

test('pages are told where the services are, and load nothing from anywhere else', async () => {
  using demo = await begin();
  const { ingestUrl, inputsUrl } = addresses;
  expect(await (await fetch(`${demo.base}/config.json`)).json()).toEqual({ ingestUrl, inputsUrl, botId: 'shop' });
  const page = await fetch(demo.base);
  expect(await page.text()).toContain('<script async src="https://chat:1/widget.js" data-bot="shop"></script>');
  const policy = page.headers.get('content-security-policy')?.split('; ');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' https://chat:1");
  expect(policy).toContain("connect-src 'self' http://ingest https://chat:1 wss://chat:1 http://control");
});

interface Said {
  readonly code?: string;
  readonly pointer?: string;
}

describe('every answer', () => {
  const asked = (path: string, body: string, type = 'application/json') =>
    [path, { method: 'POST', headers: { 'content-type': type }, body }] as const;
  test.each<readonly [what: string, path: string, asked: RequestInit, answer: string]>([
    ['a file', '/', {}, '200'],
    ['nothing', '/../package.json', {}, '404 not_found'],
    ['a page that is posted to', '/', { method: 'POST' }, '405 method_not_allowed'],
    ['a sign-in that is read', '/sign-in', {}, '405 method_not_allowed'],
    ['a form', ...asked('/sign-in', 'name=Ada', 'application/x-www-form-urlencoded'), '415 unsupported_media_type'],
    ['no JSON', ...asked('/sign-in', '{'), '400 body_not_json'],
    ['too much', ...asked('/sign-in', JSON.stringify('x'.repeat(5000))), '413 body_too_large'],
    ['no name', ...asked('/sign-in', '{"sessionId":"s","botId":"b"}'), '422 field_missing /name'],
    ['a name of blanks', ...asked('/sign-in', '{"name":" ","sessionId":"s","botId":"b"}'), '422 field_invalid /name'],
    ['before there is a token', ...asked('/sign-in', '{"name":"A","sessionId":"s","botId":"b"}'), '503 unavailable'],
    ['what happened, before', '/happened/1', {}, '503 unavailable'],
  ])('has its headers, and says why not: %s', async (...[, path, request, wanted]) => {
    using demo = await begin();
    const response = await fetch(`${demo.base}${path}`, request);
    const problem: Said = response.ok ? {} : ((await response.json()) as Said);
    const told = [problem.code, problem.pointer].filter(Boolean);
    expect([response.status, ...told].join(' ')).toBe(wanted);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toBe(
      response.ok ? 'text/html; charset=utf-8' : 'application/problem+json',
    );
    if (response.status === 405) expect(response.headers.get('allow')).toBe(path === '/' ? 'GET, HEAD' : 'POST');
    expect(demo.reported).toEqual([]);
  });
});
