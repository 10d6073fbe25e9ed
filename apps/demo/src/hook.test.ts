import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openHook } from './hook.ts';

type Endpoint = Record<string, unknown> | undefined;

/** As control answers about a bot's webhook; tests/demo has the real one. */
async function controlWith(endpoint: Endpoint, refuses = '') {
  let known = endpoint;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const path = url.replace('/admin/v1/bots/shop', '');
    void text(request).then((body) => {
      asked.push([method, path, headers['if-match']].filter(Boolean).join(' '));
      const answer = (status: number, value: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json', etag: '"7"' }).end(JSON.stringify(value));
      if (headers.authorization !== 'Bearer key') return answer(401, { title: 'no' });
      if (method !== 'GET' && path.includes(refuses) && refuses !== '')
        return answer(422, { detail: 'no such dialog' });
      if (path.endsWith('/refresh')) return answer(201, { token: `bch_${asked.length}` });
      const given = body === '' ? {} : JSON.parse(body);
      if (method !== 'GET') known = { ...given, address: 'https://in.example/v1/hooks/h1/login' };
      return known ? answer(200, known) : answer(404, { code: 'not_found' });
    });
  });
  await once(server.listen(0), 'listening');
  onTestFinished(() => void server.close());
  const controlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, backstage: { controlUrl, controlKey: 'key', ingestUrl: 'http://ingest:1' } };
}

test('the endpoint is made where there is none, and left alone where it is as it should be', async () => {
  const { asked, backstage } = await controlWith(undefined);
  const hook = await openHook(backstage);
  expect(hook).toMatchObject({
    address: 'https://in.example/v1/hooks/h1/login',
    url: 'http://ingest:1/v1/hooks/h1/login',
  });
  const again = await openHook(backstage);
  expect(again.token).not.toBe(hook.token);
  const [look, refresh] = ['GET /hook/endpoints/login', 'POST /hook/tokens/refresh'];
  expect(asked).toEqual([look, 'POST /hook/endpoints', refresh, look, look, refresh, look]);
});

test('an endpoint that is not as it should be is changed, unless somebody else was faster', async () => {
  const { asked, backstage } = await controlWith({ name: 'login', text: 'Old.' });
  await openHook(backstage);
  expect(asked).toContain('PUT /hook/endpoints/login "7"');
});

test('what control refuses is told', async () => {
  const { backstage } = await controlWith(undefined, '/hook/endpoints');
  await expect(openHook(backstage)).rejects.toThrow('control refuses the shop its webhook: no such dialog');
  await expect(openHook({ ...backstage, controlKey: 'other' })).rejects.toThrow('its webhook: no');
  await expect(openHook({ ...backstage, controlUrl: 'http://127.0.0.1:1' })).rejects.toThrow('does not answer');
});
