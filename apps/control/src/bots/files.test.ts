import {
  ApplyFile,
  GetBot,
  GetDraft,
  GetSettings,
  GetVersion,
  ListAudit,
  PatchSettings,
  RollBack,
} from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { listenTo } from '../said/heard.fixture.ts';
import { lamp, params, publish, save } from './lamp.fixture.ts';

const bring = async (office: Office, body: object, query = {}) =>
  (await office.call(ApplyFile, { params, body, query })).body;
const settingsOf = async (office: Office) => (await office.call(GetSettings, { params })).body;
const patch = async (office: Office, body: object) => {
  const ifMatch = (await office.call(GetSettings, { params })).headers.get('etag') ?? '';
  return office.call(PatchSettings, { params, body, ifMatch });
};

onEachDatabase('a bot that comes as a file', (open) => {
  test('is created, published and set; the same file does nothing, a changed one the next version', async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    const file = lamp('Hi.', { settings: { sessionMs: 5000, enabled: false } });
    expect(await bring(office, file)).toEqual({ outcome: 'applied', version: 1, newVersion: true, newSettings: true });
    await expect.poll(() => heard.settings).toMatchObject([{ version: 1, sessionMs: 5000, enabled: false }]);
    expect(await bring(office, file)).toEqual({
      outcome: 'unchanged',
      version: 1,
      newVersion: false,
      newSettings: false,
    });
    expect((await office.call(GetVersion, { params: { ...params, version: '1' } })).body.bot).toEqual(lamp());
    expect((await office.call(GetDraft, { params })).body).toEqual(lamp());

    expect(await bring(office, lamp('Ho.'))).toEqual({
      outcome: 'applied',
      version: 2,
      newVersion: true,
      newSettings: true,
    });
    await expect.poll(() => heard.settings.at(-1)).toMatchObject({ version: 2, enabled: true });
    expect(heard.settings).toHaveLength(2);
  });

  test('its settings are taken over where the file says something else than before; others stay', async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    await bring(office, lamp('Hi.', { settings: { sessionMs: 5000, digest: false } }));
    await patch(office, { lateMessageMs: 7000, sessionMs: 6000 });
    const changed = { settings: { sessionMs: 5000, showPosted: false } };
    expect(await bring(office, lamp('Hi.', changed))).toEqual({
      outcome: 'applied',
      version: 1,
      newVersion: false,
      newSettings: true,
    });
    const wanted = { lateMessageMs: 7000, sessionMs: 6000, showPosted: false, digest: true };
    expect(await settingsOf(office)).toMatchObject(wanted);
    await expect.poll(() => heard.settings.at(-1)).toMatchObject(wanted);
    expect(heard.saidVersions).toEqual(['lamp:1']);
  });

  test('what it changes of the settings is in the audit trail, with what was there before', async () => {
    await using office = await open();
    const trail = async (action: string) => (await office.call(ListAudit, { query: { action } })).body.items;
    await bring(office, lamp('Hi.', { settings: { digest: false, enabled: false } }));
    const who = { by: { kind: 'key', name: 'test' }, botId: 'lamp' };
    const changed = [{ ...who, subject: 'settings', before: { digest: true }, after: { digest: false } }];
    expect(await trail('settings.changed')).toMatchObject(changed);
    expect(await trail('bot.disabled')).toMatchObject([{ ...who, before: true, after: false }]);

    await bring(office, lamp('Hi.', { settings: { digest: false, enabled: true } }));
    expect(await trail('bot.enabled')).toMatchObject([{ ...who, before: false, after: true }]);
    expect(await trail('settings.changed'), 'they are as they were').toMatchObject(changed);
  });

  test.each([
    ['its draft', (office: Office) => save(office, lamp('By hand.'))],
    ['what is published', (office: Office) => publish(office, lamp('By hand.'))],
  ])('is left alone when people have changed %s since, unless it is to be replaced', async (_, change) => {
    await using office = await open();
    await bring(office, lamp());
    await change(office);
    const now = async () => (await office.call(GetBot, { params })).body;
    await expect.poll(now).toMatchObject({ told: true });
    const before = await now();
    expect(await bring(office, lamp())).toMatchObject({ outcome: 'unchanged' });
    expect(await bring(office, lamp('Ho.'))).toMatchObject({
      outcome: 'kept',
      version: before.version,
      newVersion: false,
    });
    expect(await now()).toEqual(before);
    expect(await bring(office, lamp('Ho.'), { replace: 'true' })).toMatchObject({
      outcome: 'applied',
      newVersion: true,
    });
    expect((await office.call(GetDraft, { params })).body).toEqual(lamp('Ho.'));
    expect(await bring(office, lamp('Hu.'))).toMatchObject({ outcome: 'applied', newVersion: true });
  });

  test('is left alone when the bot was made by other means, or rolled back', async () => {
    await using office = await open();
    await publish(office, lamp());
    expect(await bring(office, lamp('Ho.'))).toMatchObject({ outcome: 'kept', version: 1 });
    await bring(office, lamp('Ho.'), { replace: 'true' });
    await office.call(RollBack, { params: { ...params, version: '1' }, body: {} });
    expect(await bring(office, lamp('Hu.'))).toMatchObject({ outcome: 'kept', version: 3 });
  });

  test('is refused with all that is wrong, and nothing of it is done', async () => {
    await using office = await open();
    const file = lamp('Hi.', { colour: 'red', settings: { sessionMs: 0 } });
    expect(await office.call(ApplyFile, { params, body: file })).toMatchObject({
      status: 422,
      body: { code: 'bot_invalid', errors: [{ pointer: '/settings/sessionMs' }, { pointer: '/colour' }] },
    });
    expect(await office.call(GetBot, { params })).toMatchObject({ status: 404 });
    expect(await office.call(ApplyFile, { params: { botId: 'sofa' }, body: lamp() })).toMatchObject({ status: 422 });
  });

  test('is applied once, however many bring it at once', async () => {
    await using office = await open();
    const all = await Promise.all(Array.from({ length: 6 }, () => bring(office, lamp())));
    expect(all.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
    expect(all.map(({ version }) => version)).toEqual(Array(6).fill(1));
  });
});
