import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { realChromium } from '@backchannel/stack';
import type { Browser } from 'playwright-core';
import { openEmbedded } from '../scenario/embedded.ts';
import { type Look, launch, Visitor } from './visitor.ts';

// Pictures of the shop, by what one can do there, on desktop and phone, light and dark:
// `node tests/demo/take.ts FOLDER`. With `--write` also those that README.md shows, into docs/.

const [folder, write] = process.argv.slice(2);
if (folder === undefined || ![undefined, '--write'].includes(write)) throw new Error('take.ts FOLDER [--write]');

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** What README.md shows. */
const shown: Readonly<Record<string, string>> = {
  'paid-desktop-light': 'docs/demo.png',
  'paid-phone-light': 'docs/phone.png',
  'lamps-desktop-dark': 'docs/dark.png',
};

type Take = (state: string, whole?: 'whole') => Promise<void>;

/** Every light of the latest post is on. */
const onScreen = ({ latest }: Visitor) => latest.getByText(/^On the screen after \d+ ms$/).waitFor();

/** Each begins with somebody who has never been there. */
const paths: readonly ((visitor: Visitor, take: Take) => Promise<void>)[] = [
  async (visitor, take) => {
    await visitor.chat.getByRole('button', { name: 'Open chat' }).waitFor();
    await take('arrived');
    await take('arrived-whole', 'whole');
    await visitor.page.getByRole('button', { name: 'Add to basket' }).click();
    await visitor.page.locator('#basket').click();
    await take('basket');
  },
  async (visitor, take) => {
    await visitor.chat.getByRole('button', { name: 'Open chat' }).click();
    await visitor.taps('Show me lamps');
    await visitor.sees('These are our lamps.');
    await visitor.chat.locator('img[alt=""]').first().waitFor();
    await take('lamps');
  },
  async (visitor, take) => {
    await visitor.tries('Pay in the web view');
    const pay = await visitor.opens('Pay 49.00 EUR');
    await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).waitFor();
    await take('paying');
    await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
    await visitor.sees('It is on its way.');
    await onScreen(visitor);
    await take('paid');
    await visitor.closes();
    await take('paid-whole', 'whole');
  },
  async (visitor, take) => {
    await visitor.tries('Pay in the web view');
    const pay = await visitor.opens('Pay 49.00 EUR');
    await pay.getByRole('button', { name: 'Decline the card' }).click();
    await onScreen(visitor);
    await take('declined');
  },
  async (visitor, take) => {
    await visitor.tries('The page hands over its ids');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).waitFor();
    await take('signing-in');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await onScreen(visitor);
    await take('signed-in');
  },
  async (visitor, take) => {
    await visitor.tries('Say where to deliver');
    const form = await visitor.opens('Open the form');
    await form.getByRole('button', { name: 'Deliver there' }).waitFor();
    await take('form');
    await form.getByRole('button', { name: 'Deliver there' }).click();
    await onScreen(visitor);
    const again = await visitor.opens('Open the form');
    await again.getByLabel('Town').fill('Paris');
    await again.getByRole('button', { name: 'Deliver there' }).click();
    await visitor.latest.getByText(/^Rejected after \d+ ms$/).waitFor();
    await take('form-again');
    if ('close' in again) await again.close();
    else await visitor.taps('Back');
    await visitor.closes();
    await take('rejected-whole', 'whole');
  },
];

async function walk(browser: Browser, look: Look, name: string): Promise<void> {
  for (const path of paths) {
    const visitor = await Visitor.arrive(browser, system.url, look);
    await path(visitor, async (state, whole) => {
      const file = `${state}-${name}`;
      const page = visitor.context.pages().at(-1) ?? visitor.page;
      await page.mouse.move(0, 0);
      for (const path of [join(folder ?? '', `${file}.png`), ...(write ? [shown[file]] : [])]) {
        if (path) await page.screenshot({ path, caret: 'hide', animations: 'disabled', fullPage: whole !== undefined });
      }
    });
    await visitor.context.close();
  }
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const chromium = await realChromium();
if (chromium.missing) throw new Error(chromium.missing);
const system = await openEmbedded({ bots: 'bots' });
const browser = await launch(chromium);
try {
  for (const [device, size] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await walk(browser, { ...size, colorScheme }, `${device}-${colorScheme}`);
    }
  }
} finally {
  await browser.close();
  await system.stop();
}
