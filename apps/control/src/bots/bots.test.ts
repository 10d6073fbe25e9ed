import {
  CheckDraft,
  CreateBot,
  DisableBot,
  EnableBot,
  GetBot,
  GetDraft,
  ListBots,
  PublishDraft,
  PutDraft,
} from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { lamp, params, publish, save } from './lamp.fixture.ts';

onEachDatabase('bots', (open) => {
  test('there are none at first', async () => {
    await using office = await open();
    const { status, body } = await office.call(ListBots);
    expect({ status, body }).toEqual({ status: 200, body: { items: [], next: null } });
  });

  test('a bot begins with a draft, whatever is in it, and comes once', async () => {
    await using office = await open();
    const draft = { zeal: 1, ...lamp(), dialogs: 'later' };
    const created = await office.call(CreateBot, { body: draft });
    expect(created).toMatchObject({
      status: 201,
      body: { botId: 'lamp', name: 'Lamps', version: null, enabled: true },
    });
    expect(created.body).toMatchObject({ draftRevision: 1, draftChanged: true, told: true });
    expect(created.headers.get('etag')).toBe('"1"');
    expect((await office.call(GetDraft, { params })).body).toEqual(draft);
    const again = await office.call(CreateBot, { body: lamp() });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict', pointer: '/id' } });
  });

  test('lists come in pages, of those bots that the caller may see', async () => {
    await using office = await open();
    for (const id of ['c', 'a', 'd', 'b']) await office.call(CreateBot, { body: lamp('', { id, name: 7 }) });
    const first = (await office.call(ListBots, { query: { limit: '3' } })).body;
    const rest = (await office.call(ListBots, { query: { limit: '3', cursor: first.next } })).body;
    const ids = (page: { items: { botId: string }[] }) => page.items.map(({ botId }) => botId);
    expect([ids(first), ids(rest), rest.next]).toEqual([['a', 'b', 'c'], ['d'], null]);
    const key = await office.newKey({ bots: ['b', 'x'] });
    expect(ids((await office.call(ListBots, { key })).body)).toEqual(['b']);
  });

  test('of two people who save a draft at once the second gets 412, and whoever names no revision 428', async () => {
    await using office = await open();
    await save(office, lamp());
    const saving = (text: string) => office.call(PutDraft, { params, body: lamp(text), ifMatch: '"1"' });
    const both = await Promise.all([saving('One.'), saving('Two.')]);
    expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 412]));
    const won = both.find(({ status }) => status === 200);
    expect(won?.headers.get('etag')).toBe('"2"');
    expect(both.find(({ status }) => status === 412)?.body).toMatchObject({
      code: 'precondition_failed',
      detail: 'If-Match is "1", and it is at "2"',
    });
    expect(await office.call(PutDraft, { params, body: lamp() })).toMatchObject({ status: 428 });
    expect((await office.call(GetBot, { params })).body.draftRevision).toBe(2);
  });

  test('a draft names its own bot, and is an object', async () => {
    await using office = await open();
    await save(office, lamp());
    const put = (body: unknown) => office.call(PutDraft, { params, body, ifMatch: '"1"' });
    expect(await put(lamp('', { id: 'sofa' }))).toMatchObject({ status: 422, body: { pointer: '/id' } });
    expect(await put([])).toMatchObject({ status: 422, body: { code: 'field_invalid' } });
    expect(await put({ name: 'Lamps' })).toMatchObject({
      status: 422,
      body: { code: 'field_missing', pointer: '/id' },
    });
  });

  test('a bot is large, and too large is refused', { tags: 'long' }, async () => {
    await using office = await open();
    await save(office, lamp());
    const put = (chars: number) => {
      const body = lamp('', { notes: 'x'.repeat(chars) });
      return office.call(PutDraft, { params, body, ifMatch: '*' });
    };
    expect(await put(900_000)).toMatchObject({ status: 200 });
    expect(await put(1_100_000)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    const interactions = Array.from({ length: 1100 }, (_, n) => ({
      name: `${n}`,
      type: 'text',
      text: 'x'.repeat(900),
    }));
    const dialogs = [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions }];
    expect(await publish(office, lamp('', { dialogs, splitChars: 1000 }))).toMatchObject({
      status: 422,
      body: { code: 'bot_invalid', detail: expect.stringMatching(/^it has \d+ bytes/) },
    });
  });

  test('what is wrong with a draft is told with its place, and it can not be published', { tags: 'long' }, async () => {
    await using office = await open();
    const interactions = [
      { name: 'hi', type: 'text', text: 'Hi.', postProcess: 'var a = 1;\nvar b = ;' },
      { name: 'ho', type: 'text', text: 'Ho.', preProcess: "botContext.setBotVariable('a', 1, true, true);" },
    ];
    await save(office, lamp('', { dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions }] }));
    const at = '/dialogs/0/interactions';
    const problem = { pointer: `${at}/0/postProcess`, line: 2, detail: expect.stringMatching(/^line 2: ./) };
    const { body } = await office.call(CheckDraft, { params });
    expect(body).toEqual({
      canRun: false,
      problems: [problem],
      warnings: [{ pointer: `${at}/1/preProcess`, line: 1, detail: expect.stringContaining('kept for ever') }],
    });
    const refused = await office.call(PublishDraft, { params, body: {} });
    expect(refused).toMatchObject({ status: 422, body: { code: 'bot_invalid', errors: [problem] } });

    await save(office, lamp('', { dialogs: [], colour: 'red' }));
    expect((await office.call(CheckDraft, { params })).body).toMatchObject({
      canRun: false,
      problems: [{ pointer: '/dialogs' }, { pointer: '/colour' }],
    });
    await save(office, lamp());
    expect((await office.call(CheckDraft, { params })).body).toEqual({ canRun: true, problems: [], warnings: [] });
  });

  test('a bot is switched off and on, which is said', async () => {
    await using office = await open();
    await publish(office, lamp());
    expect((await office.call(DisableBot, { params })).body).toMatchObject({ enabled: false, version: 1 });
    expect((await office.call(DisableBot, { params })).status).toBe(200);
    const rows = await office.store.db.selectFrom('audit').select('action').where('subject', '=', 'enabled').execute();
    expect(rows).toEqual([{ action: 'bot.disabled' }]);
    expect((await office.call(EnableBot, { params })).body).toMatchObject({ enabled: true });
  });

  test('a bot that nobody has made is not there', async () => {
    await using office = await open();
    for (const route of [GetBot, GetDraft, CheckDraft, EnableBot]) {
      expect(await office.call(route, { params })).toMatchObject({ status: 404, body: { code: 'bot_unknown' } });
    }
  });
});
