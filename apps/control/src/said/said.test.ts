import { Bot, BotSettings, BotVersion } from '@backchannel/contracts';
import { DisableBot, EnableBot, GetBot, ListVersions, PublishDraft } from '@backchannel/contracts/admin';
import { expect, test, vi } from 'vitest';
import { lamp, params, publish, save } from '../bots/lamp.fixture.ts';
import { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { listenTo } from './heard.fixture.ts';
import { PatchyBroker } from './patchy.fixture.ts';

const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 4 });
const isReady = async ({ url }: Office) => (await fetch(`${url}/health/ready`)).status === 200;
const revisionOf = async ({ store: { db } }: Office) =>
  (await db.selectFrom('bots').select('settings_revision').executeTakeFirstOrThrow()).settings_revision;

onEachDatabase('what is said', (open) => {
  test('a version comes with the settings that name it, and a change of them alone without it', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    await save(office, lamp());
    await publish(office, lamp());
    await soon(() => expect(heard.settings).toMatchObject([{ botId: 'lamp', version: 1, enabled: true }]));
    expect(heard.versions.get('lamp:1')?.bot).toEqual(Bot.parse(lamp()));
    await office.call(DisableBot, { params });
    await soon(() => expect(heard.settings[1]).toMatchObject({ version: 1, enabled: false }));
    expect(heard.saidVersions).toEqual(['lamp:1']);
    const [first, second] = heard.settings.map(({ revision }) => revision);
    expect(second).toBeGreaterThan(first ?? Number.NaN);
    await soon(async () => expect((await office.call(GetBot, { params })).body.told).toBe(true));
  });

  test('while the log is away changes go on; what was changed waits, which health says, and is said in order', {
    tags: 'long',
  }, async () => {
    await using broker = new PatchyBroker();
    await using office = await open({ broker });
    const heard = await listenTo(broker);
    expect(await isReady(office)).toBe(true);
    broker.isAway = true;
    for (const text of ['Hi.', 'Ho.']) expect((await publish(office, lamp(text))).status).toBe(200);
    await office.call(DisableBot, { params });
    expect((await office.call(GetBot, { params })).body).toMatchObject({ version: 2, told: false });
    await soon(() => expect(office.opened.health.waitsFor()).toContain('what was changed of bots waits to be said'));
    expect(await isReady(office)).toBe(false);
    expect(heard.settings).toEqual([]);

    broker.isAway = false;
    await soon(() => expect(heard.settings).toHaveLength(3));
    expect(heard.settings).toMatchObject([
      { version: 1, enabled: true },
      { version: 2, enabled: true },
      { version: 2, enabled: false },
    ]);
    expect(heard.saidVersions).toEqual(['lamp:1', 'lamp:2']);
    await soon(async () => expect(await isReady(office)).toBe(true));
  });

  test('what was changed and not said before a crash is said by whoever starts next', { tags: 'long' }, async () => {
    await using broker = new PatchyBroker();
    await using office = await open({ broker });
    const heard = await listenTo(broker);
    await publish(office, lamp());
    await soon(() => expect(heard.settings).toHaveLength(1));
    broker.isAway = true;
    await office.call(DisableBot, { params });
    await soon(() => expect(office.opened.health.waitsFor()).toContain('what was changed of bots waits to be said'));
    await publish(office, lamp('Ho.'));
    await office.stop();
    // As a crash leaves it: somebody had it in hand.
    await office.start();
    const holder = { name: 'say', holder: office.isShared ? 'crashed' : 'alone', until: Date.now() + 1500 };
    await office.stop();
    await office.start();
    await office.store.db
      .insertInto('leases')
      .values(holder)
      .onConflict((on) => on.column('name').doUpdateSet(holder))
      .execute();
    broker.isAway = false;
    await soon(() => expect(heard.settings).toHaveLength(3));
    // As they were written down: not what the log is found to lack later.
    expect(heard.settings).toMatchObject([
      { revision: 1, version: 1, enabled: true },
      { revision: 2, version: 1, enabled: false },
      { revision: 3, version: 2, enabled: false },
    ]);
    expect(heard.saidVersions).toEqual(['lamp:1', 'lamp:2']);
  });

  test('of two instances that publish at once each takes its numbers, and all is said in order', {
    tags: 'long',
  }, async ({ skip }) => {
    await using office = await open();
    skip(!office.isShared, 'a file is for one instance');
    await using other = await office.beside();
    const heard = await listenTo(office.broker);
    await publish(office, lamp('0'));
    for (let n = 1; n <= 10; n += 1) {
      await save(office, lamp(String(n)));
      const both = await Promise.all([
        office.call(PublishDraft, { params, body: {} }),
        other.call(PublishDraft, { params, body: {} }),
        (n % 2 === 0 ? office : other).call(n % 3 === 0 ? EnableBot : DisableBot, { params }),
      ]);
      expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    const { items } = (await office.call(ListVersions, { params })).body;
    expect(items.map(({ version }: { version: number }) => version)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const revision = await revisionOf(office);
    await soon(() => expect(heard.settings.at(-1)).toMatchObject({ revision, version: 11 }));
    const revisions = [...new Set(heard.settings.map((said) => said.revision))];
    expect(revisions).toEqual(Array.from({ length: revision }, (_, n) => n + 1));
    expect(heard.versions.size).toBe(11);
    // What one leaves the other says.
    await office.stop();
    await save(other, lamp('last'));
    await other.call(PublishDraft, { params, body: {} });
    await soon(() => expect(heard.settings.at(-1)).toMatchObject({ version: 12 }));
  });

  test('who was taken for dead and speaks late is set right', { tags: 'long' }, async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    await publish(office, lamp());
    await publish(office, lamp('Ho.'));
    await soon(() => expect(heard.settings).toHaveLength(2));
    const [late] = heard.settings;
    await office.broker.publish([BotSettings(late as BotSettings, { time: 1 })]);
    await soon(() => expect(heard.settings).toHaveLength(4));
    expect(heard.settings[3]).toMatchObject({ version: 2, revision: (heard.settings[1]?.revision ?? 0) + 1 });
    expect(heard.saidVersions).toHaveLength(2);
  });

  test('what an emptied topic lacks is said again, and bots that control does not have are left alone', {
    tags: 'long',
  }, async () => {
    await using before = await open();
    await publish(before, lamp());
    await publish(before, lamp('Ho.'));
    await soon(async () => expect((await before.call(GetBot, { params })).body.told).toBe(true));
    await before.stop();

    await using broker = new PatchyBroker();
    const sofa = { botId: 'sofa', version: 3 };
    const bot = Bot.parse(lamp('', { id: 'sofa', dialogs: lamp('Sit.').dialogs }));
    const others = [BotVersion({ ...sofa, bot }, { time: 1 }), BotSettings({ ...sofa, revision: 0 }, { time: 1 })];
    await broker.publish(others);
    await using after = await Office.open(before.environment, { broker });
    expect(await isReady(after)).toBe(true);
    const heard = await listenTo(broker);
    await soon(() => expect(heard.settings.find(({ botId }) => botId === 'lamp')).toMatchObject({ version: 2 }));
    expect([...heard.versions.keys()].toSorted()).toEqual(['lamp:1', 'lamp:2', 'sofa:3']);
    expect(heard.settings.filter(({ botId }) => botId === 'sofa')).toHaveLength(1);
  });

  test('tables that were put back to an older state speak louder than what they had said since', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    await publish(office, lamp());
    await soon(() => expect(heard.settings).toHaveLength(1));
    await office.broker.publish([BotSettings({ botId: 'lamp', revision: 40, version: 9 }, { time: 1 })]);
    await soon(() => expect(heard.settings.at(-1)).toMatchObject({ version: 1, revision: 41 }));
  });

  test('it is ready when it has read what was said of the bots', async () => {
    await using office = await open();
    await office.stop();
    const { broker } = office;
    const reading = Promise.withResolvers<void>();
    const follow = vi.spyOn(broker, 'follow').mockImplementation(async () => reading.promise);
    await office.start();
    expect(await isReady(office)).toBe(false);
    await save(office, lamp());
    expect(await office.call(PublishDraft, { params, body: {} })).toMatchObject({ status: 503 });
    reading.resolve();
    await soon(async () => expect(await isReady(office)).toBe(true));
    follow.mockRestore();
    expect(await office.call(PublishDraft, { params, body: {} })).toMatchObject({ status: 200 });
  });
});
