import { readFile } from 'node:fs/promises';
import type { Message, PageCallReply } from '@backchannel/contracts';
import {
  CreateBot,
  CreateEndpoint,
  CreateToken,
  GetHook,
  PublishDraft,
  RefreshToken,
} from '@backchannel/contracts/admin';
import { expect } from 'vitest';
import { Person, surely } from './person.ts';
import type { ManagedSystem } from './system.ts';
import { Team } from './team.ts';

/** A bot that somebody has written: the golden conversation of the Webhook has it. */
const written = JSON.parse(await readFile('apps/dialog/conversations/webhook-into-condition.json', 'utf8')) as {
  readonly bot: object;
  readonly hook: Readonly<Record<string, object>>;
};

/** From nothing to the person's screen, and through a refresh (Webhook, the whole of it). */
export async function webhookFromNothing(system: ManagedSystem): Promise<void> {
  const team = new Team(system);
  const botId = 'lamp-shop';
  const params = { botId };
  await team.asks(CreateBot, { body: { ...written.bot, id: botId } });
  await team.asks(PublishDraft, { params, body: {} });
  for (const [name, endpoint] of Object.entries(written.hook)) {
    await team.asks(CreateEndpoint, { params, body: { name, ...endpoint } });
  }
  const { token } = await team.asks(CreateToken, { params });
  const { address } = await team.asks(GetHook, { params });
  const send = (bearer: string, ids: object, data: object) =>
    fetch(`${address}/login`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify({ ...ids, ...data }),
    });

  const person = await surelyArrives(system, botId);
  const calls = () => person.messages.filter(({ type }) => type === 'page_call') as (Message & PageCallReply)[];
  await person.until(() => calls().length === 1, 'its page is called');
  for (const { callId } of calls()) await person.returns({ callId, value: true });
  await person.sees('Hello, this is the lamp shop.');

  const [{ param: ids } = { param: {} }] = calls();
  const first = await surely(() => send(token, ids, { name: 'Ada Byron', account: { plan: 'gold' } }));
  expect(await first.json()).toMatchObject({ status: 'answered' });
  await person.sees('Welcome back, Ada: 20 % off.');

  const { token: fresh } = await team.asks(RefreshToken, { params, body: {} });
  const bo = { name: 'Bo Derk', account: { plan: 'basic' } };
  await expect.poll(async () => (await send(token, ids, {})).status, { timeout: 5000, interval: 20 }).toBe(401);
  expect((await surely(() => send(fresh, ids, bo))).status).toBe(200);
  await person.sees('Hello Bo.');
  expect(person.surprises).toEqual([]);
  person.leave();
}

/** The doors hear of a new bot a moment after it is published. */
async function surelyArrives({ chat }: Pick<ManagedSystem, 'chat'>, botId: string): Promise<Person> {
  const known = () => fetch(`${chat}/v1/conversations`, { method: 'POST', headers, body: JSON.stringify({ botId }) });
  const headers = { 'content-type': 'application/json' };
  await expect.poll(async () => (await surely(known)).status, { timeout: 5000, interval: 50 }).toBe(201);
  return Person.arrive(chat, botId);
}
