import { Bot, BotVersion, type Event } from '@backchannel/contracts';
import {
  DiffBot,
  GetBot,
  GetDraft,
  GetVersion,
  ListVersions,
  PublishDraft,
  RollBack,
} from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { lamp, params, publish, save } from './lamp.fixture.ts';

const at = (version: number) => ({ params: { ...params, version: String(version) } });
const numbers = async (office: Office) =>
  (await office.call(ListVersions, { params })).body.items.map(({ version }: { version: number }) => version);

onEachDatabase('versions', (open) => {
  test('a draft becomes a numbered version for good; one that is as it was is none', async () => {
    await using office = await open();
    expect((await publish(office, lamp(), { note: 'the first' })).body).toMatchObject({
      isNew: true,
      version: { version: 1, note: 'the first', publishedBy: 'test', current: true, leftAt: null, goneAt: null },
    });
    const reordered = Object.fromEntries(Object.entries(lamp()).toReversed());
    expect((await publish(office, reordered)).body).toMatchObject({ isNew: false, version: { version: 1 } });
    expect((await office.call(GetBot, { params })).body).toMatchObject({ version: 1, draftChanged: false });
    expect((await publish(office, lamp('Ho.'))).body).toMatchObject({
      isNew: true,
      version: { version: 2, note: null },
    });
    expect((await office.call(GetVersion, at(1))).body).toMatchObject({
      current: false,
      leftAt: expect.any(String),
      bot: lamp(),
    });
    const { items, next } = (await office.call(ListVersions, { params, query: { limit: '1' } })).body;
    expect(items).toMatchObject([{ version: 2, current: true }]);
    const rest = (await office.call(ListVersions, { params, query: { limit: '1', cursor: next } })).body;
    expect(rest).toMatchObject({ items: [{ version: 1 }], next: null });
  });

  test('what is published is what was seen, or nothing', async () => {
    await using office = await open();
    await save(office, lamp());
    await save(office, lamp('Ho.'));
    const seen = (draftRevision: number) => office.call(PublishDraft, { params, body: { draftRevision } });
    expect(await seen(1)).toMatchObject({ status: 412, body: { detail: 'the draft is at revision 2, not 1' } });
    expect(await numbers(office)).toEqual([]);
    expect(await seen(2)).toMatchObject({ status: 200 });
  });

  test('an older version is published again as the next one, and the draft stays', async () => {
    await using office = await open();
    for (const text of ['Hi.', 'Ho.']) await publish(office, lamp(text));
    await save(office, lamp('Hu.'));
    const rolled = await office.call(RollBack, { ...at(1), body: {} });
    expect(rolled.body).toMatchObject({ isNew: true, version: { version: 3, note: 'as version 1', current: true } });
    expect((await office.call(GetVersion, at(3))).body.bot).toEqual(lamp());
    expect((await office.call(GetDraft, { params })).body).toEqual(lamp('Hu.'));
    expect((await office.call(RollBack, { ...at(1), body: {} })).body).toMatchObject({
      isNew: false,
      version: { version: 3 },
    });
    expect(await office.call(RollBack, { ...at(9), body: {} })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test('what differs between versions, and from the draft', async () => {
    await using office = await open();
    for (const text of ['Hi.', 'Ho.']) await publish(office, lamp(text));
    await save(office, lamp('Ho.', { start: 'hi' }));
    const between = async (from: string, to: string) =>
      (await office.call(DiffBot, { params, query: { from, to } })).body.changes;
    expect(await between('1', '2')).toEqual([
      { kind: 'changed', pointer: '/dialogs/0/interactions/0/text', before: 'Hi.', after: 'Ho.' },
    ]);
    expect(await between('2', 'draft')).toEqual([{ kind: 'added', pointer: '/start', after: 'hi' }]);
    expect(await between('draft', '2')).toEqual([{ kind: 'removed', pointer: '/start', before: 'hi' }]);
    expect(await office.call(DiffBot, { params, query: { from: '1', to: '9' } })).toMatchObject({ status: 404 });
    expect(await office.call(DiffBot, { params, query: { from: 'now', to: '1' } })).toMatchObject({ status: 422 });
  });

  test('its number is above all that were published without control', async () => {
    await using office = await open();
    const bot = Bot.parse(lamp());
    const events: Event[] = [2, 7, 4].map((version) => BotVersion({ botId: 'lamp', version, bot }, { time: 1 }));
    await office.broker.publish([...events, BotVersion({ botId: 'lamp:x', version: 11, bot }, { time: 1 })]);
    await office.stop();
    await office.start();
    expect((await publish(office, lamp())).body).toMatchObject({ version: { version: 8 } });
  });

  test('of many who publish at once each gets a number of its own, or hears that nothing was new', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    await publish(office, lamp());
    await save(office, lamp('Ho.'));
    const all = await Promise.all(Array.from({ length: 8 }, () => office.call(PublishDraft, { params, body: {} })));
    expect(all.map(({ body }) => body.isNew).filter(Boolean)).toHaveLength(1);
    expect(all.map(({ body }) => body.version.version)).toEqual(Array(8).fill(2));
    expect(await numbers(office)).toEqual([2, 1]);
  });
});
