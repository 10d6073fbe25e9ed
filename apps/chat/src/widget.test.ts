import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type WidgetFile, widgetFiles } from '@backchannel/widget';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stage } from './stage.fixture.ts';
import { encodingOf } from './widget.ts';

type File = [path: string, file: WidgetFile];
const [[, loader], [appPath, app]] = [...widgetFiles] as File[] as [File, File];
let stage: Stage;
let address: string;
beforeAll(async () => {
  stage = new Stage();
  address = await stage.chat();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** As it comes over the wire: `fetch` would unpack it. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${address}${path}`, { method, headers }, resolve).on('error', reject).end();
  });
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

const open = {
  'content-type': 'text/javascript; charset=utf-8',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
  vary: 'Accept-Encoding',
};

describe('the widget', () => {
  test('is a loader, the app that it loads, and what the app loads when it is wanted', () => {
    const paths = [...widgetFiles.keys()].map((path) => path.replace(/-[\w-]{8}\.js$/, ''));
    expect(paths).toEqual(['/widget.js', '/widget/app', '/widget/ar', '/widget/de', '/widget/es', '/widget/more']);
    expect(loader.body).toContain(appPath.slice(1));
  });

  test('has a loader that browsers keep for minutes and then ask again', async () => {
    const first = await get('/widget.js');
    expect(first).toMatchObject({ status: 200, headers: { ...open, 'cache-control': 'public, max-age=300' } });
    expect(first.body.toString()).toBe(loader.body);
    const again = await get('/widget.js', { 'if-none-match': `"other", ${first.headers.etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag: first.headers.etag } });
    expect(again.body.length).toBe(0);
    expect((await get('/widget.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('has an app that is kept for good', async () => {
    const { headers, body } = await get(appPath);
    expect(headers).toMatchObject({ ...open, 'cache-control': 'public, max-age=31536000, immutable' });
    expect(body.toString()).toBe(app.body);
  });

  test('comes packed as the browser can unpack it', async () => {
    const brotli = await get(appPath, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    const gzip = await get(appPath, { 'accept-encoding': 'gzip' });
    expect([brotli.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(brotli.body).toString()).toBe(app.body);
    expect(gunzipSync(gzip.body).toString()).toBe(app.body);
    expect(brotli.headers['content-length']).toBe(String(brotli.body.length));
  });

  test('can be asked for without its body', async () => {
    for (const path of ['/widget.js', appPath]) {
      const { status, headers, body } = await get(path, {}, 'HEAD');
      expect({ status, headers, length: body.length }).toMatchObject({ status: 200, headers: open, length: 0 });
      expect(Number(headers['content-length'])).toBeGreaterThan(0);
    }
  });

  test('of another release has this one’s app, which is not kept under that name', async () => {
    const { status, headers, body } = await get('/widget/app-of_other.js');
    expect([status, headers['cache-control'], body.toString()]).toEqual([200, 'no-store', app.body]);
  });

  test('has nothing else', async () => {
    for (const path of [
      '/widget/app-1.js.map',
      '/widget/de-of_other.js',
      '/widget/widget.js',
      '/widget/..%2fwidget.js',
    ]) {
      expect((await get(path)).status).toBe(404);
    }
    expect((await get('/widget.js', {}, 'POST')).status).toBe(405);
  });
});

test.each([
  ['', 'identity'],
  ['*', 'identity'],
  ['gzip', 'gzip'],
  ['GZIP;q=1.0, br', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br;q=0.000,gzip; q=0', 'identity'],
  ['brotli', 'identity'],
])('of %j it is %s', (accepts, encoding) => expect(encodingOf(accepts)).toBe(encoding));
