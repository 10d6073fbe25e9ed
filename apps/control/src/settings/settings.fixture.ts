import { BotSettings, BotSettingsTopic, type Event } from '@backchannel/contracts';
import { ApplyFile, CreateEnvironment, GetEnvironment, GetSettings } from '@backchannel/contracts/admin';
import { expect } from 'vitest';
import type { Office } from '../office.fixture.ts';

/** A bot that has been published, with nothing set. */
export async function newBot(office: Office, id = 'shop'): Promise<string> {
  const dialogs = [{ name: 'hi', interactions: [{ name: 'hello', type: 'text', text: 'Hello.' }] }];
  const { status } = await office.call(ApplyFile, { params: { botId: id }, body: { id, name: id, dialogs } });
  expect(status).toBe(200);
  return id;
}

export const etagOf = ({ headers }: { headers: Headers }): string => headers.get('etag') ?? '';

/** What a route wants to change the settings of a bot as they are. */
export async function onSettings(office: Office, botId = 'shop') {
  const params = { botId };
  return { params, ifMatch: etagOf(await office.call(GetSettings, { params })) };
}

export async function onEnvironment(office: Office, environmentId = 'production') {
  const params = { environmentId };
  return { params, ifMatch: etagOf(await office.call(GetEnvironment, { params })) };
}

export async function newEnvironment(office: Office, body: object = {}): Promise<string> {
  const { status, body: made } = await office.call(CreateEnvironment, {
    body: { environmentId: 'production', ...body },
  });
  expect({ status, made }).toMatchObject({ status: 201 });
  return made.environmentId;
}

/** The settings that were said last of a bot, or are about to be. */
export async function saidOf({ store: { db }, broker }: Office, botId = 'shop'): Promise<BotSettings> {
  const { settings_revision: revision } = await db
    .selectFrom('bots')
    .select('settings_revision')
    .where('id', '=', botId)
    .executeTakeFirstOrThrow();
  const said: BotSettings[] = [];
  const isIt = (one: BotSettings) => one.botId === botId && one.revision === revision;
  const hear = ({ event }: { event?: Event | undefined }) => void (event && said.push(event.data as BotSettings));
  const outbox = await db.selectFrom('outbox').select('events').where('bot_id', '=', botId).execute();
  const waiting = outbox.flatMap(({ events }) => JSON.parse(events) as Event[]);
  said.push(...waiting.filter(({ type }) => type === BotSettings.type).map(({ data }) => data as BotSettings));
  await broker.follow({ topics: [BotSettingsTopic], from: 'start', hear });
  await expect.poll(() => said.some(isIt)).toBe(true);
  return BotSettings.schema.parse(said.findLast(isIt));
}

/** What the audit trail has of settings and environments. */
export async function trail({ store: { db } }: Office) {
  const rows = await db.selectFrom('audit').selectAll().where('action', '<>', 'file.applied').orderBy('id').execute();
  const parsed = (text: string | null) => (text === null ? null : JSON.parse(text));
  return rows.map(({ action, bot_id: botId, subject, before, after }) => ({
    action,
    botId,
    subject,
    before: parsed(before),
    after: parsed(after),
  }));
}
