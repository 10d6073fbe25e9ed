import { readFile } from 'node:fs/promises';
import { freePort } from '@backchannel/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { post } from '../scenario/outside.ts';
import { Person } from '../scenario/person.ts';
import { openCollector, type Span } from './collector.ts';
import { metricsIn } from './page.ts';

const collector = await openCollector();
const metricsPort = await freePort();
let system: Embedded;

beforeAll(async () => {
  system = await openEmbedded({
    bots: 'tests/scenario/bots',
    environment: {
      LOG_LEVEL: 'debug',
      METRICS_PORT: String(metricsPort),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
}, 120_000);
afterAll(async () => {
  await system?.stop();
  collector.close();
}, 60_000);

const ofTrace = (root: Span) => collector.spans.filter(({ traceId }) => traceId === root.traceId);
const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();

/** The trace that has the input in it, once it has got as far as `last`. */
async function traceOf(inputId: unknown, last: string): Promise<readonly Span[]> {
  const root = () => collector.spans.find((span) => span.attributes['backchannel.input'] === inputId);
  await expect
    .poll(() => {
      const found = root();
      return found ? ofTrace(found).map(({ name }) => name) : [];
    })
    .toContain(last);
  return ofTrace(root() as Span);
}

test('one trace follows a post from the door through every topic to the frame on the socket', async () => {
  const person = await Person.arrive(system.chat);
  // What comes next finds no turn open.
  await person.say('order 1');
  await person.sees('You said: order 1');
  const { body } = await post(system.ingest, {
    ids: person.ids,
    message: 'webrequest',
    variables: { PaymentId: 'P-1', PaymentStatus: 'PROCESSED' },
  });
  await person.sees('Thank you!');
  const spans = await traceOf(body['inputId'], 'chat socket');
  const names = spans.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'POST /thirdparty-services-0.1/webview',
      'session conversation.log',
      'dialog turn.opened',
      'chat conversation.log',
      'chat socket',
    ]),
  );
  expect(spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual([names[0]]);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  expect(spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
  // From hop to hop, not all from the door.
  const parentOf = (name: string) => {
    const child = spans.find((span) => span.name === name);
    return spans.find(({ spanId }) => spanId === child?.parentSpanId)?.name;
  };
  expect(parentOf('dialog turn.opened')).toBe('session conversation.log');
  expect(parentOf('chat socket')).toBe('dialog turn.opened');
  expect([...collector.services]).toEqual(['backchannel-standalone']);
  person.leave();
});

test('what a person says through the socket is a trace as well; a stranger’s trace is linked to, and not gone on with', async () => {
  const person = await Person.arrive(system.chat);
  await person.say('order 1');
  await person.sees('You said: order 1');
  const said = () =>
    collector.spans.find(
      ({ name, attributes }) =>
        name === 'socket say' && attributes['backchannel.conversation'] === person.ids.conversationId,
    );
  await expect.poll(said).toBeDefined();
  await traceOf(said()?.attributes['backchannel.input'], 'chat socket');

  const traceId = 'ab'.repeat(16);
  await fetch(`${system.url}/v1/conversations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` },
    body: JSON.stringify({ botId: 'parrot' }),
  });
  await expect
    .poll(() => collector.spans.filter(({ links }) => links.some((link) => link.traceId === traceId)))
    .toMatchObject([{ name: 'POST /v1/conversations' }]);
  expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  person.leave();
});

test('docs/telemetry.md names every metric that /metrics answers, with its kind and the services that have it', async () => {
  const documented = (await readFile('docs/telemetry.md', 'utf8'))
    .split('\n')
    .flatMap((line) => /^\| `(backchannel_\w+)` \| (\w+) \| ([^|]+) \| ([^|]+) \|/.exec(line)?.slice(1) ?? [])
    .map((cell) => cell.trim());
  const rows = Array.from({ length: documented.length / 4 }, (_, row) => documented.slice(4 * row, 4 * row + 4));
  const answered = metricsIn(await metrics()).filter(({ name }) => name.startsWith('backchannel_'));
  expect(rows.map(([name, kind]) => `${name} ${kind}`).toSorted()).toEqual(
    answered.map(({ name, kind }) => `${name} ${kind}`).toSorted(),
  );
  for (const { name, services } of answered) {
    const said = rows.find(([documentedName]) => documentedName === name)?.[2]?.split(', ') ?? [];
    expect({ name, services: services.filter((service) => !said.includes(service)) }).toEqual({ name, services: [] });
  }
});

test('metrics have templates of addresses, never addresses; the public port has none', async () => {
  const { conversation } = await Person.arrive(system.chat);
  await fetch(`${system.url}/v1/conversations/${conversation.conversationId}/messages`, {
    headers: { authorization: `Bearer ${conversation.token}` },
  });
  await fetch(`${system.url}/v1/conversations/nowhere/at/all`);
  const page = await metrics();
  expect(page).toContain('route="/v1/conversations/:id/messages",method="GET",status="200",service="chat"');
  expect(page).not.toContain(conversation.conversationId);
  expect(page).not.toContain('nowhere');
  expect(await (await fetch(`${system.url}/metrics`)).text()).not.toContain('backchannel_');
  expect((await fetch(`http://127.0.0.1:${metricsPort}/health/live`)).status).toBe(404);
});

test('logs and spans have ids in them, and nothing that anybody has said, posted or shown to get in', async () => {
  const secret = (what: string) => `S3CRET-${what}`;
  const person = await Person.arrive(system.chat, 'parrot', { name: secret('attribute') });
  const { conversationId, userId, botId } = person.ids;
  const door = `${system.url}/thirdparty-services-0.1/webview`;
  const hurl = (address: string, init: RequestInit = {}) =>
    fetch(address, {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
    });
  await person.say(secret('said'));
  await person.tap({ payload: secret('payload'), label: secret('label') });
  await post(system.ingest, {
    ids: person.ids,
    message: secret('message'),
    variables: { [secret('name')]: secret('value') },
    key: secret('key'),
    wait: 10,
  });
  const body = (more: object) => JSON.stringify({ conversationId, userId, botId, ...more });
  await hurl(door, { body: body({ message: secret('unauthorized') }), headers: { authorization: secret('digest') } });
  await hurl(door, { body: body({}), headers: { authorization: `Bearer ${secret('link')}` } });
  await hurl(door, { body: `{ "message": "${secret('broken')}"` });
  await hurl(door, { body: secret('text'), headers: { 'content-type': 'text/plain' } });
  await hurl(`${system.url}/v1/hooks/some/${secret('endpoint')}?token=${secret('query')}`, {
    body: body({ data: secret('hook') }),
    headers: { authorization: `Bearer ${secret('token')}` },
  });
  await hurl(`${system.url}/v1/conversations`, {
    body: JSON.stringify({ botId: 'parrot', attributes: secret('odd') }),
  });
  await hurl(`${system.url}/v1/conversations/${conversationId}/messages?x=${secret('query')}`, {
    body: JSON.stringify({ text: secret('http') }),
    headers: { authorization: `Bearer ${secret('jwt')}`, cookie: secret('cookie') },
  });
  await hurl(`${system.url}/admin/v1/bots`, {
    body: JSON.stringify({ bot: secret('bot') }),
    headers: { authorization: `Bearer ${system.adminKey}` },
  });
  await hurl(`${system.url}/admin/v1/session`, {
    body: JSON.stringify({ email: 'ada@example.org', password: secret('password') }),
  });
  await hurl(`${system.url}/admin/v1/environments`, {
    body: JSON.stringify({
      environmentId: 'production',
      values: { a: secret('plain') },
      sealed: { b: secret('sealed') },
    }),
    headers: { authorization: `Bearer ${system.adminKey}` },
  });
  await new Promise((resolve) => {
    const socket = new WebSocket(person.conversation.socket);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', token: secret('hello') })));
    socket.addEventListener('close', resolve);
  });
  await person.sees(secret('message'));
  const { inputId } = (await post(system.ingest, { ids: person.ids, variables: { a: 1 }, wait: 10 })).body;
  await traceOf(inputId, 'session conversation.log');

  // Not an empty log: what is looked for is missing from something.
  expect(system.printed()).toContain(conversationId);
  expect(system.printed().match(/.*S3CRET.*/g) ?? []).toEqual([]);
  expect(system.printed()).not.toContain(person.conversation.token);
  expect(system.printed()).not.toContain(system.adminKey);
  expect(JSON.stringify(collector.spans)).not.toContain('S3CRET');
  // A line leads to its trace.
  const accepted = system
    .printed()
    .split('\n')
    .find((line) => line.includes(String(inputId)));
  const root = collector.spans.find((span) => span.attributes['backchannel.input'] === inputId);
  expect(JSON.parse(accepted ?? '{}')).toMatchObject({ inputId, trace: root?.traceId });
  person.leave();
});
