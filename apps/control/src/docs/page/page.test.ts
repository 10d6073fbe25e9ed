import { ReadOpenApi } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { html } from '../../http/html.ts';
import { onEachDatabase } from '../../on-each-database.fixture.ts';
import { everyCall } from '../described.ts';
import { openApi } from '../openapi.ts';
import { curlOf } from './curl.ts';
import { pageOf } from './page.ts';
import { prose } from './prose.ts';
import { sampleOf } from './sample.ts';

const document = openApi('https://chat.example');
const page = pageOf(document);
const calls = everyCall();

const operationOf = ({ route: { method, path } }: (typeof calls)[number]) => {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return { method, path, operation };
};
const placeOf = (id: string) => {
  const call = calls.find(({ route }) => route.id === id);
  if (!call) throw new Error(`there is no ${id}`);
  return operationOf(call);
};

test('every link leads somewhere, and every place has one name', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

test('every call is there, with its path, its scope and its refusals', () => {
  for (const { route } of calls) {
    expect(page).toContain(`id="${route.id}"`);
    expect(page).toContain(`<code>${route.path}</code>`);
  }
  expect(page).toContain('scope <code>bots:read</code>');
  expect(page).toContain('<code>link_used</code>: The return link has been used with another body');
});

test.each(
  calls.filter(({ route }) => route.body.def.type !== 'undefined').map((call) => [call.route.id, call] as const),
)('the example of %s has a body that it takes', (_, call) => {
  const { content } = operationOf(call).operation.requestBody ?? {};
  const sample = sampleOf(content?.['application/json']?.schema ?? {}, document.components.schemas);
  expect(call.route.body.safeParse(sample).error?.issues).toBeUndefined();
});

test('an example says what it needs in the words of a shell', () => {
  expect(curlOf(placeOf('postWebView'), document).split(' \\\n  ')).toEqual([
    'curl -X POST "https://chat.example/thirdparty-services-0.1/webview"',
    '-H "Authorization: $(printf \'%s || %s\' "$CONVERSATION_ID" "$BOT_ID" | sha256sum | cut -c -64)"',
    "-H 'Content-Type: application/json'",
    expect.stringMatching(/^-d '\{\n {2}"botId": "shop",/),
  ]);
  expect(curlOf(placeOf('readChat'), document)).toBe(
    'curl "https://chat.example/v1/conversations/$CONVERSATION_ID/messages" \\\n  -H "Authorization: Bearer $TOKEN"',
  );
});

test('text stays text', () => {
  expect(html`<p title="${'"<b>"'}">${['<i>', html`<b>${1}</b>`, null, false]}</p>`.text).toBe(
    '<p title="&#34;&#60;b&#62;&#34;">&#60;i&#62;<b>1</b></p>',
  );
  expect(html`${prose('one `<two>`\n\n- a\n- b')}`.text).toBe(
    '<p>one <code>&#60;two&#62;</code></p><ul><li>a</li><li>b</li></ul>',
  );
});

onEachDatabase('the documentation', (open) => {
  test('is there for anybody, as a page that may do nothing and as a document', { tags: 'long' }, async () => {
    await using office = await open({ environment: { PUBLIC_URL: 'https://chat.example' } });
    const response = await fetch(`${office.url}/docs`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(await response.text()).toBe(page);
    const { status, body } = await office.call(ReadOpenApi, { key: null });
    expect({ status, body }).toEqual({ status: 200, body: JSON.parse(JSON.stringify(document)) as unknown });
  });
});
