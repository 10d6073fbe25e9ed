import { adminRoutes, type Route, WhoAmI } from '@backchannel/contracts/admin';
import { describe, expect, test } from 'vitest';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { everyCall } from './described.ts';
import { checkDocumented } from './documented.fixture.ts';
import { openApi } from './openapi.ts';
import type { Operation } from './operation.ts';

const document = openApi('https://chat.example');
const operations = new Map(
  Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => [one.operationId, one])),
);
const operation = (id: string) => operations.get(id) as Operation;
const calls = everyCall();

test('every call has a name of its own and a sentence, every tag says what it is about', () => {
  expect(operations.size).toBe(calls.length);
  for (const { summary } of operations.values()) expect(summary).toMatch(/\w/);
  for (const tag of document.tags) expect(tag).toEqual({ ...tag, description: expect.stringMatching(/\w/) });
});

test('a scope is part of what proves the caller', () => {
  expect(operation('listBots')).toMatchObject({
    description: 'Needs the scope `bots:read`.',
    security: [{ apiKey: ['bots:read'] }, { session: ['bots:read'] }],
    responses: { 401: {}, 403: {} },
  });
  expect(operation('readOpenApi')).toMatchObject({ security: [], responses: { 200: {} } });
  expect(operation('postWebView').security).toEqual([{ digest: [] }, { returnLink: [] }]);
});

test('what is in the address is a parameter, with what it means and its default', () => {
  expect(operation('readChat').parameters).toMatchObject([
    { name: 'conversationId', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'after', in: 'query', required: false, description: 'the last number that the caller has' },
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100, default: 100 } },
  ]);
});

test('a post may name itself and wait; the outcome has a status of its own', () => {
  const { parameters, responses } = operation('postHook');
  expect(parameters.map(({ in: place, name }) => `${place} ${name}`)).toEqual([
    'path hookId',
    'path endpoint',
    'header Idempotency-Key',
    'header Prefer',
  ]);
  expect(Object.keys(responses).filter((status) => status < '300')).toEqual(['200', '202']);
});

test('refusals are problems, each status with its codes', () => {
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: ['busy'] } } }] };
  const { 409: conflict } = operation('postHook').responses;
  const codes = { enum: expect.arrayContaining(['busy', 'queue_full']) };
  expect(conflict?.content?.['application/problem+json']).toEqual({
    schema: { ...schema, allOf: [schema.allOf[0], { properties: { code: codes } }] },
  });
  expect(document.components.schemas).toHaveProperty('Problem.properties.code');
});

test('everything that is referred to is there, and everything that is there is referred to', () => {
  const text = JSON.stringify(document);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
  expect(referred).toEqual(new Set(Object.keys(document.components.schemas)));
});

test('nothing is forbidden that a later release may add', () => {
  const { BotSummary } = document.components.schemas;
  expect(BotSummary).toMatchObject({ type: 'object', required: expect.arrayContaining(['botId']) });
  expect(BotSummary).not.toHaveProperty('additionalProperties');
});

describe('the answers of the tests', () => {
  const me = { kind: 'key', id: '1', name: 'test', scopes: [], bots: null };
  const answer = (route: Route, given: { status: number; body: unknown; type?: string }) => {
    const { type = 'application/json; charset=utf-8', ...rest } = given;
    return () => checkDocumented(route, { ...rest, headers: new Headers({ 'content-type': type }) });
  };

  test('are held against the document', () => {
    expect(answer(WhoAmI, { status: 200, body: me })).not.toThrow();
    expect(answer(WhoAmI, { status: 200, body: { ...me, kind: 'cat' } })).toThrow('/kind must be equal to one of');
    expect(answer(WhoAmI, { status: 200, body: { ...me, hash: 'x' } })).toThrow('must NOT have additional properties');
    expect(answer(WhoAmI, { status: 201, body: me })).toThrow('not documented');
    expect(answer(WhoAmI, { status: 200, body: me, type: 'text/html' })).toThrow('as text/html');
  });

  test('are problems that their route names', () => {
    const problem = (status: number, code: string) => {
      const body = { type: `urn:backchannel:problem:${code}`, title: 'No', status, code };
      return answer(WhoAmI, { status, body, type: 'application/problem+json' });
    };
    expect(problem(401, 'unauthorized')).not.toThrow();
    expect(problem(401, 'token_expired')).toThrow('/code must be equal to one of');
    expect(problem(409, 'conflict')).toThrow('not documented');
  });
});

onEachDatabase('the document', (open) => {
  test('has the routes of the running server, and no other ones', async () => {
    await using office = await open();
    const own = office.routes.filter((place) => !/ \/(health\/|docs$|admin\/(setup|invitation)$)/.test(place));
    expect(own.toSorted()).toEqual(adminRoutes.map(placeOf).toSorted());
  });
});

const placeOf = ({ method, path }: Route) => `${method} ${path}`;
