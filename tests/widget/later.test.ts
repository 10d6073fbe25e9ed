import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from './guest.ts';
import { furnish, hostPage } from './host.ts';
import { Surroundings } from './surroundings.ts';

const chromium = await realChromium();
const part = /\/widget\/more-[\w-]+\.js/;

describe.skipIf(chromium.missing)('what most people never see', () => {
  let around: Surroundings<Embedded>;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(chromium, openEmbedded({ bots: 'tests/widget/bots' }));
    furnish(around);
  });
  afterEach(() => around.clear());
  afterAll(() => around?.close());

  const open = async () => {
    guest = await around.arrive(hostPage(around));
    await guest.launcher.click();
  };
  const asked = () => guest.asked.filter((one) => part.test(one));

  test('is not asked for before it is to be drawn, and then once', async () => {
    await open();
    await guest.say('choose');
    await guest.says('Which colour?');
    expect(asked()).toEqual([]);
    await guest.tap('Green');
    await guest.tap('Large');
    await guest.says('Aurora');
    await guest.say('words');
    await guest.window.locator('strong', { hasText: 'Bold' }).waitFor();
    expect(asked()).toHaveLength(1);
    expect(guest.troubles).toEqual([]);
  });

  test('may not come: rich texts are plain, and cards can be asked for again', async () => {
    await open();
    await guest.page.route(part, (route) => route.abort());
    await guest.say('words');
    await guest.says('Bold and our house');
    await guest.say('choose');
    await guest.tap('Green');
    await guest.tap('Large');
    await guest.says('Which lamp?');
    await guest.tap('Try again');
    await expect.poll(() => guest.troubles.join()).toContain('Failed to fetch dynamically imported module');
    await guest.page.reload();
    await guest.page.unroute(part);
    await guest.says('Aurora');
  });

  test('comes under another address, where the first one failed', async () => {
    await open();
    await guest.page.route(part, (route) => route.abort());
    await guest.say('choose');
    await guest.tap('Green');
    await guest.tap('Large');
    await guest.says('Which lamp?');
    await guest.window.getByRole('button', { name: 'Try again' }).waitFor();
    await guest.page.unroute(part);
    await guest.tap('Try again');
    await guest.says('Aurora');
    const carousel = guest.window.locator('.carousel');
    expect(await carousel.evaluate((one) => getComputedStyle(one).position)).toBe('relative');
  });
});
