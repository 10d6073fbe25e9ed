import { AxeBuilder } from '@axe-core/playwright';
import { realChromium } from '@backchannel/stack';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktop, phone } from '../../apps/widget/gallery/screens.ts';
import { openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from './guest.ts';
import { furnish, hostPage } from './host.ts';
import { Surroundings } from './surroundings.ts';

const chromium = await realChromium();

/** What pages do to everything in them, and to whatever they find. */
const hostile = `<style>
  body, body *:not(script) { all: unset !important; font-size: 3rem !important; color: lime !important; }
  html { font-size: 40px !important; letter-spacing: 1em; }
  body > * { transform: scale(0.5) !important; opacity: 0.3 !important; pointer-events: none !important; }
  button, textarea, dialog { display: none !important; padding: 50px !important; border: 9px solid red !important; }
</style>`;

describe.skipIf(chromium.missing)('the chat in a browser', { timeout: 90_000 }, () => {
  let around: Surroundings;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(chromium, openEmbedded({ bots: 'tests/widget/bots' }));
    furnish(around);
  }, 120_000);
  afterAll(() => around?.close());
  afterEach(() => around.clear());

  test.each([
    ['a desktop', desktop],
    ['a phone', phone],
  ])('is the same in a page with hostile styles and a strict policy: on %s', async (_, screen) => {
    const { origin } = around.site;
    const chat = around.system.chat;
    const policy = [
      "default-src 'none'",
      "script-src 'nonce-r4nd0m'",
      "style-src 'nonce-r4nd0m'",
      `connect-src ${chat} ${chat.replace('http', 'ws')}`,
      `img-src ${origin}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ');
    const { head, body } = hostPage(around);
    const strict = (text = '') => text.replaceAll(/<(script|style)/g, '<$1 nonce="r4nd0m"');
    // Without corners that the page can be seen through.
    const square = '<style>backchannel-chat { --backchannel-radius: 0px }</style>';
    const pictures: Buffer[] = [];
    for (const page of [
      { head: square + head, body },
      {
        head: strict(square + hostile + head),
        body: strict(body),
        headers: { 'content-security-policy': policy },
      },
    ]) {
      guest = await around.arrive(page, { ...screen, reducedMotion: 'reduce' });
      // A time of day is as long as any other.
      await guest.page.clock.setFixedTime('2026-05-04T10:20:30Z');
      await guest.launcher.click();
      await guest.say('choose');
      await guest.tap('Green');
      await guest.tap('Large');
      await guest.says('Which lamp?');
      await guest.window.getByRole('button', { name: 'Take Halo' }).waitFor();
      await guest.page.evaluate('document.activeElement?.shadowRoot?.activeElement?.blur()');
      await guest.page.mouse.move(0, 0);
      const time = guest.log.locator('time');
      await time.last().waitFor();
      pictures.push(await guest.page.locator('.inside').screenshot({ caret: 'hide', mask: [time] }));
      expect(guest.troubles).toEqual([]);
    }
    expect(pictures[0]?.equals(pictures[1] ?? Buffer.of())).toBe(true);
  });

  test('needs nothing but the keyboard, from the first word to the next conversation', async () => {
    guest = await around.arrive(hostPage(around), desktop);
    const { keyboard } = guest.page;
    const button = (name: string) => guest.window.getByRole('button', { name, exact: true });
    const goTo = async (target: Locator, key: 'Tab' | 'Shift+Tab') => {
      await target.waitFor();
      const isThere = () => target.evaluate((one) => one.matches(':focus'));
      for (let presses = 0; !(await isThere()); presses += 1) {
        if (presses > 30) throw new Error('not reached with the keyboard');
        await keyboard.press(key);
      }
    };
    const press = async (target: Locator, key: 'Tab' | 'Shift+Tab' = 'Shift+Tab') => {
      await goTo(target, key);
      await keyboard.press('Enter');
    };
    const type = async (words: string) => {
      await keyboard.type(words);
      await keyboard.press('Enter');
    };
    await guest.chat.waitFor({ state: 'attached' });
    await press(guest.launcher, 'Tab');
    await guest.window.waitFor();
    await type('choose');
    await press(button('Green'));
    await press(button('Large'));
    await press(button('Take Halo'));
    await press(button('In a box'));
    await guest.says('Halo, large and green, In a box.');
    await type('pay');
    const link = guest.log.getByRole('link', { name: 'Pay now' });
    await press(link);
    await goTo(guest.window.frameLocator('iframe').getByRole('button', { name: 'Pay' }), 'Tab');
    await keyboard.press('Enter');
    await guest.says('Your payment is PROCESSED.');
    // The page beside the chat goes a moment later, and only then may the person write on.
    const field = guest.window.getByRole('textbox');
    await expect.poll(() => field.evaluate((one) => one.matches(':focus'))).toBe(true);
    await type('thanks');
    await guest.says('You said thanks.');
    await press(button('More'));
    await keyboard.press('Enter');
    await expect.poll(guest.lines).toEqual([]);
    await type('afresh');
    await guest.says('You said afresh.');
    await keyboard.press('Escape');
    await guest.window.waitFor({ state: 'hidden' });
    expect(await guest.launcher.evaluate((one) => one.matches(':focus'))).toBe(true);
    expect(guest.troubles.filter((trouble) => !/allow-scripts and allow-same-origin/.test(trouble))).toEqual([]);
  });

  test.each([
    ['light', 'en', desktop],
    ['dark', 'en', desktop],
    ['light', 'ar', phone],
    ['dark', 'ar', phone],
  ] as const)('has nothing that axe would find: %s, %s', async (colorScheme, lang, screen) => {
    guest = await around.arrive(hostPage(around, `data-lang="${lang}"`), {
      ...screen,
      colorScheme,
      reducedMotion: 'reduce',
    });
    const found: string[] = [];
    const look = async (state: string) => {
      const { violations } = await new AxeBuilder({ page: guest.page }).include('backchannel-chat').analyze();
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ target }) => `${state}: ${id} ${String(target)}`));
    };
    const launcher = guest.page.locator('backchannel-chat .launcher');
    await launcher.waitFor();
    await look('closed');
    await launcher.click();
    for (const [said, answer] of [
      ['words', 'At last.'],
      ['choose', 'Which colour?'],
      ['Green', 'Which size?'],
      ['l', 'Which lamp?'],
      ['halo', 'Paper'],
      ['ways', 'Where to?'],
      ['pay', 'The payment page is open.'],
    ] as const) {
      await guest.say(said);
      await guest.says(answer);
    }
    await look('all kinds of replies');
    if (screen === desktop) {
      await guest.log.getByRole('link', { name: 'Pay now' }).click();
      await guest.window.locator('iframe.there').waitFor();
      await look('a page over the chat');
      await guest.page.keyboard.press('Escape');
    }
    await guest.context.setOffline(true);
    await guest.window.locator('.note').waitFor();
    await guest.say('without a network');
    await guest.window.locator('.unsent').waitFor();
    await look('offline');
    await guest.context.setOffline(false);
    await guest.says('You said without a network.');
    await guest.say('agent');
    await guest.window.locator('.notice').waitFor();
    const menu = guest.window.locator('.menu > button');
    await menu.click();
    await look('transferred, and the menu');
    await guest.window.getByRole('menuitem').first().click();
    await guest.say('bye');
    await guest.window.locator('.foot').waitFor();
    await look('over');
    await menu.click();
    await guest.window.getByRole('menuitem').last().click();
    await guest.window.locator('.earlier').waitFor();
    await look('earlier conversations');
    expect(found).toEqual([]);
    expect(await guest.page.locator('backchannel-chat .chat').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');
  });
});
