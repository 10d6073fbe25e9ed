import type { Message, PageCallReply } from '@backchannel/contracts';
import { InputReceipt, ListEndpoints, ListTokens } from '@backchannel/contracts/admin';
import { expect } from 'vitest';
import { Person } from '../scenario/person.ts';
import type { ManagedSystem } from '../scenario/system.ts';
import { Team } from '../scenario/team.ts';

/** The shop's server, and what it needs. */
export interface Shop {
  readonly url: string;
  readonly system: ManagedSystem;
}

/** A person of whom the bot has asked the page for the ids: what the page does then. */
export async function signsIn({ url, system }: Shop, name: string): Promise<void> {
  const person = await Person.arrive(system.chat, 'shop', { shop: url });
  await person.say('sign in');
  const calls = () => person.messages.filter(({ type }) => type === 'page_call') as (Message & PageCallReply)[];
  await person.until(() => calls().length === 1, 'its page is called');
  for (const { callId, param } of calls()) {
    const { sessionId, botId } = param;
    const response = await posts(url, { name, sessionId, botId });
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.stringContaining('accepted')]);
    // The token is for the shop's server alone.
    expect(text).not.toContain('bch_');
    await person.returns({ callId, value: 'told' });
    await person.sees(`Welcome back, ${name}! These are your orders.`);
    const { answer } = JSON.parse(text) as { answer: { body: { inputId: string } } };
    await expect
      .poll(() => happened(url, answer.body.inputId), { timeout: 30_000 })
      .toMatchObject({
        outcome: 'answered',
        stages: expect.arrayContaining([expect.objectContaining({ stage: 'delivered' })]),
      });
  }
  person.leave();
}

const posts = (url: string, body: object) =>
  fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function happened(url: string, inputId: string): Promise<InputReceipt | null> {
  const response = await fetch(`${url}/happened/${inputId}`);
  return response.ok ? InputReceipt.parse(await response.json()) : null;
}

/** However often the shop has started, it has one endpoint and one token. */
export async function hasOneHook(system: ManagedSystem): Promise<void> {
  const team = new Team(system);
  const params = { botId: 'shop' };
  const endpoints = (await team.asks(ListEndpoints, { params })).items;
  expect(endpoints.map(({ name, warnings }) => ({ name, warnings }))).toEqual([{ name: 'login', warnings: [] }]);
  expect((await team.asks(ListTokens, { params })).items).toHaveLength(1);
}
