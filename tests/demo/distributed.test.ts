import { realChromium } from '@backchannel/stack';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Distributed, openDistributed } from '../scenario/distributed.ts';
import { isDelivered } from './delivered.ts';
import { hasOneHook, signsIn } from './sign-in.ts';
import { launch, Visitor } from './visitor.ts';

const found = await realChromium();
let system: Distributed;
let browser: Browser;
let visitor: Visitor | undefined;
beforeAll(async () => {
  system = await openDistributed({ bots: [] });
  if (!found.missing) browser = await launch(found);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);
afterEach(() => visitor?.context.close());

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

test.skipIf(found.missing)('every path goes from page to screen over four origins', { timeout: 120_000 }, async () => {
  visitor = await Visitor.arrive(browser, system.demo, { width: 1280, height: 800 });
  await visitor.tries('Pay in the web view');
  const pay = await visitor.opens('Pay 49.00 EUR');
  await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
  await visitor.sees('It is on its way.');
  await isDelivered(visitor, 'The payment page by Web View API');

  await visitor.tries('The page hands over its ids');
  await visitor.page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await visitor.sees('Welcome back, Ada Byron! These are your orders.');
  await isDelivered(visitor, 'The shop’s server by Webhook');

  await visitor.tries('Say where to deliver');
  const form = await visitor.opens('Open the form');
  await form.getByRole('button', { name: 'Deliver there' }).click();
  await visitor.sees('Thank you. It goes to Ada Byron, 12 St James’s Square, London.');
  await isDelivered(visitor, 'The form by Return link');
  // The journal may hear of a post after its sender asks: that is a 404 first. For the other see demo.test.ts.
  const expected = /allow-scripts and allow-same-origin|404 \(Not Found\).*\/(v1\/inputs|happened)\//;
  expect(visitor.troubles.filter((trouble) => !expected.test(trouble))).toEqual([]);
});
