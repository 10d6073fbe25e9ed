import { limits } from '@backchannel/contracts';
import {
  CreateEndpoint,
  GetEndpoint,
  GetHook,
  ListEndpoints,
  RemoveEndpoint,
  ReplaceEndpoint,
} from '@backchannel/contracts/admin';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { addBot, publishOther, saidHook } from './hooks.fixture.ts';

const environment = { INGEST_URL: 'https://in.example/' };
const whole = {
  attribute: 'payment',
  mappings: [{ pointer: '/order/id', attribute: 'orderId' }],
  target: { dialog: 'Paid' },
  text: 'Order {/order/id} is paid.',
  busy: 'reject',
  schema: { type: 'object', required: ['order'] },
};

onEachDatabase('the endpoints of a webhook', (open) => {
  const create = (office: Office, params: { botId: string }, body: object) =>
    office.call(CreateEndpoint, { params, body: { name: 'paid', ...body } });

  test('with the first the link is made, and ingest is told of both', async () => {
    await using office = await open({ environment });
    const params = await addBot(office, 'shop');
    expect((await office.call(GetHook, { params })).body).toEqual({ hookId: null, address: null });
    const { status, body, headers } = await create(office, params, whole);
    expect(status).toBe(201);
    const { hookId, address } = (await office.call(GetHook, { params })).body;
    expect(address).toBe(`https://in.example/v1/hooks/${hookId}`);
    expect(body).toMatchObject({ name: 'paid', address: `${address}/paid`, ...whole, warnings: [] });
    expect(headers.get('etag')).toBe(`"${body.revision}"`);
    expect((await office.call(GetEndpoint, { params: { ...params, name: 'paid' } })).body).toEqual(body);
    expect(await saidHook(office, 'shop')).toEqual({ hookId, tokens: [], endpoints: { paid: whole } });
  });

  test('a link is for the life of its bot, and each bot has its own', async () => {
    await using office = await open();
    const [shop, tea] = [await addBot(office, 'shop'), await addBot(office, 'tea')];
    await create(office, shop, {});
    const { hookId } = (await office.call(GetHook, { params: shop })).body;
    await create(office, shop, { name: 'second' });
    await create(office, tea, {});
    expect((await office.call(GetHook, { params: shop })).body.hookId).toBe(hookId);
    expect((await office.call(GetHook, { params: tea })).body.hookId).not.toBe(hookId);
  });

  test('two that are made at once are both there, under one link', async () => {
    await using office = await open();
    const params = await addBot(office, 'shop');
    const made = await Promise.all(['a', 'b', 'c'].map((name) => create(office, params, { name })));
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(made.map(({ body }) => body.address.split('/').at(-2))).size).toBe(1);
    expect(Object.keys((await saidHook(office, 'shop'))?.endpoints ?? {}).toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('what one leaves out goes; who has seen an older one is told, and changes nothing', async () => {
    await using office = await open();
    const bot = await addBot(office, 'shop');
    const first = (await create(office, bot, whole)).headers.get('etag') ?? '';
    const params = { ...bot, name: 'paid' };
    const body = { attribute: 'other' };
    const second = await office.call(ReplaceEndpoint, { params, body, ifMatch: first });
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).not.toBe(first);
    expect((await saidHook(office, 'shop'))?.endpoints).toEqual({ paid: { attribute: 'other', busy: 'queue' } });

    for (const call of [
      office.call(ReplaceEndpoint, { params, body: whole, ifMatch: first }),
      office.call(RemoveEndpoint, { params, ifMatch: first }),
    ]) {
      expect(await call).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    }
    expect((await office.call(GetEndpoint, { params })).body).toEqual(second.body);
    expect((await office.call(ReplaceEndpoint, { params, body })).status).toBe(428);
  });

  test('one that was removed is gone, and what comes after it under its name is another', async () => {
    await using office = await open();
    const bot = await addBot(office, 'shop');
    const params = { ...bot, name: 'paid' };
    const ifMatch = (await create(office, bot, whole)).headers.get('etag') ?? '';
    expect((await office.call(RemoveEndpoint, { params, ifMatch })).status).toBe(204);
    expect((await saidHook(office, 'shop'))?.endpoints).toEqual({});
    expect((await office.call(GetEndpoint, { params })).body.code).toBe('not_found');
    expect((await create(office, bot, whole)).headers.get('etag')).not.toBe(ifMatch);
  });

  test('they are listed by their names, page by page', async () => {
    await using office = await open();
    const params = await addBot(office, 'shop');
    for (const name of ['b', 'd', 'a', 'c', 'e']) await create(office, params, { name });
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) };
      const { body } = await office.call(ListEndpoints, { params, query });
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.next;
    }
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    const query = { cursor: 'nonsense' };
    expect((await office.call(ListEndpoints, { params, query })).body).toMatchObject({ pointer: '/cursor' });
  });

  describe('refused are', () => {
    const refusals: [why: string, body: object, told: object][] = [
      ['a name that is none', { name: 'a/b' }, { code: 'field_invalid', pointer: '/name' }],
      ['a field that there is not', { atribute: 'a' }, { code: 'field_invalid', pointer: '' }],
      ['a text with no pointer in it', { text: '{/a~}' }, { code: 'field_invalid', pointer: '/text' }],
      [
        'a mapping with no pointer',
        { mappings: [{ pointer: 'a', attribute: 'b' }] },
        { code: 'field_invalid', pointer: '/mappings/0/pointer' },
      ],
      [
        'a variable that is kept twice',
        { attribute: 'a', mappings: [{ pointer: '/x', attribute: 'a' }] },
        { code: 'field_invalid', pointer: '/mappings/0/attribute' },
      ],
      [
        'a schema that is no good',
        { schema: { properties: { a: { type: 'text' } } } },
        { code: 'field_invalid', pointer: '/schema/properties/a/type' },
      ],
      [
        'a dialog that the version does not have',
        { target: { dialog: 'Payd' } },
        {
          code: 'field_invalid',
          pointer: '/target/dialog',
          detail: '/target/dialog: version 1 has no dialog "Payd"; did you mean "Paid"?',
        },
      ],
      ['a dialog that is switched off', { target: { dialog: 'Gone' } }, { pointer: '/target/dialog' }],
      ['an interaction that is switched off', { target: { interaction: 'off' } }, { pointer: '/target/interaction' }],
      ['one in a dialog that is', { target: { interaction: 'in gone' } }, { pointer: '/target/interaction' }],
      ['two targets', { target: { interaction: 'thanks', dialog: 'Paid' } }, { pointer: '/target' }],
      ['more than fits', { schema: { $comment: 'x'.repeat(40_000) }, text: '' }, { pointer: '/text' }],
    ];
    test('whatever is no good, with its place', async () => {
      await using office = await open();
      const params = await addBot(office, 'shop');
      for (const [why, body, told] of refusals) {
        expect({ why, ...(await create(office, params, body)) }).toMatchObject({ why, status: 422, body: told });
      }
      expect((await office.call(ListEndpoints, { params })).body.items).toEqual([]);
      expect((await office.call(GetHook, { params })).body.hookId).toBeNull();
    });

    test('a second of a name, one beyond the last, and more than a record of settings holds', {
      tags: 'long',
    }, async () => {
      await using office = await open();
      const params = await addBot(office, 'shop');
      await create(office, params, {});
      expect(await create(office, params, {})).toMatchObject({ status: 409, body: { pointer: '/name' } });

      const comment = { schema: { $comment: 'x'.repeat(60_000) } };
      const statuses: number[] = [];
      for (const name of ['a', 'b', 'c', 'd', 'e'])
        statuses.push((await create(office, params, { name, ...comment })).status);
      expect(statuses).toEqual([201, 201, 201, 201, 409]);

      for (let n = 5; n < limits.hookEndpoints; n += 1) await create(office, params, { name: `n${n}` });
      expect((await create(office, params, { name: 'one-more' })).body.detail).toMatch(/at most 100 endpoints/);
    });

    test('a bot that there is not', async () => {
      await using office = await open();
      const params = { botId: 'nobody' };
      for (const call of [
        create(office, params, {}),
        office.call(GetHook, { params }),
        office.call(ListEndpoints, { params }),
      ])
        expect((await call).body.code).toBe('bot_unknown');
    });
  });

  test('what a later version lacks is a warning, and so is a bot without one', async () => {
    await using office = await open();
    const [bot, fresh] = [await addBot(office, 'shop'), await addBot(office, 'new', false)];
    await create(office, bot, whole);
    await publishOther(office, 'shop');
    const params = { ...bot, name: 'paid' };
    expect((await office.call(GetEndpoint, { params })).body.warnings).toEqual([
      { pointer: '/target/dialog', detail: 'version 2 has no dialog "Paid"' },
    ]);
    expect((await create(office, fresh, whole)).body.warnings).toMatchObject([{ pointer: '/target' }]);
  });
});
