import { BotSettings, BotSettingsTopic, type Event } from '@backchannel/contracts';
import { CreateBot, GetDraft, PublishDraft, PutDraft } from '@backchannel/contracts/admin';
import { vi } from 'vitest';
import type { Office } from '../office.fixture.ts';

const say = (name: string, more: object = {}) => ({ name, type: 'text', text: `${name}.`, ...more });
const dialogs = [
  { name: 'Paid', interactions: [say('thanks'), say('off', { enabled: false })] },
  { name: 'Gone', enabled: false, interactions: [say('in gone')] },
];
const draft = (id: string, some: readonly object[]) => ({ id, name: id, dialogs: some });

/** A bot that has been published, or not yet. */
export async function addBot(office: Office, botId: string, published = true): Promise<{ botId: string }> {
  const params = { botId };
  await surely(office.call(CreateBot, { body: draft(botId, dialogs) }));
  if (published) await surely(office.call(PublishDraft, { params, body: {} }));
  return params;
}

/** Another version, with none of its dialogs. */
export async function publishOther(office: Office, botId: string): Promise<void> {
  const params = { botId };
  const ifMatch = (await office.call(GetDraft, { params })).headers.get('etag') ?? '';
  const body = draft(botId, [{ name: 'Other', interactions: [say('other')] }]);
  await surely(office.call(PutDraft, { params, ifMatch, body }));
  await surely(office.call(PublishDraft, { params, body: {} }));
}

async function surely(call: ReturnType<Office['call']>): Promise<void> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(JSON.stringify(body));
}

/** The webhook as every instance of ingest is told it, or will be. */
export async function saidHook({ store: { db }, broker }: Office, botId: string): Promise<BotSettings['hook']> {
  const heard: Event[] = [];
  await broker.follow({
    topics: [BotSettingsTopic],
    from: 'start',
    hear: ({ event }) => void (event && heard.push(event)),
  });
  const bot = await db.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirstOrThrow();
  const newest = async () => {
    const rows = await db.selectFrom('outbox').select('events').where('bot_id', '=', botId).execute();
    const waiting = rows.flatMap(({ events }) => JSON.parse(events) as Event[]);
    const said = [...heard, ...waiting].filter(({ type }) => type === BotSettings.type);
    const settings = said.map(({ data }) => BotSettings.schema.parse(data));
    return settings.find((one) => one.botId === botId && one.revision === bot.settings_revision);
  };
  // What is found is kept: looked at again, it may have left the outbox and not be heard yet.
  return (await vi.waitUntil(newest, { timeout: 15_000, interval: 4 })).hook;
}
