import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Distributed, openDistributed } from '../scenario/distributed.ts';
import { hasOneHook, signsIn } from './sign-in.ts';

let system: Distributed;
beforeAll(async () => {
  system = await openDistributed({ bots: [] });
}, 240_000);
afterAll(() => system?.stop(), 60_000);

test('the shop’s server tells the chat who has signed in', { timeout: 120_000 }, async () => {
  await signsIn({ url: system.demo, system }, 'Ada Byron');
  await hasOneHook(system);
});

test('its pages are told where the services are, each of an origin of its own', async () => {
  const { ingest, control, chat, demo } = system;
  expect(await (await fetch(`${demo}/config.json`)).json()).toEqual({
    ingestUrl: ingest,
    inputsUrl: control,
    botId: 'shop',
  });
  expect(await (await fetch(demo)).text()).toContain(`src="${chat}/widget.js"`);
  expect(new Set([ingest, control, chat, demo]).size).toBe(4);
});
