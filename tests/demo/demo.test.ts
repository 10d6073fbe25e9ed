import { realChromium } from '@backchannel/stack';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { launch, Visitor } from './visitor.ts';

const found = await realChromium();
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const greeting = [
  'Lamp shop: Hello! This is the lamp shop.',
  'Lamp shop: Your lamp is reserved. Type “pay” for the link to the payment page, or “order” to see what you are about to buy.',
];

describe.skipIf(found.missing)('the demo in a browser', () => {
  let system: Embedded;
  let browser: Browser;
  let visitor: Visitor;
  beforeAll(async () => {
    [system, browser] = await Promise.all([openEmbedded({ bots: 'bots' }), launch(found)]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });
  afterEach(async () => {
    await visitor.context.close();
    expect(visitor.troubles).toEqual([]);
  });

  const arrive = async (look: typeof desktop = desktop) => {
    visitor = await Visitor.arrive(browser, system.url, look);
    await shows(...greeting);
    await expect.poll(() => visitor.besides.getByRole('button').first().isEnabled()).toBe(true);
  };
  const linkToPay = () => `Lamp shop: Here you pay: ${new URL(system.url).host}/pay.html?…`;
  /** The chat shows this, all of it, and nothing else. */
  const shows = (...lines: readonly unknown[]) =>
    expect.poll(() => visitor.lines(), { timeout: 15_000 }).toEqual(lines);

  describe.each([
    ['desktop', desktop],
    ['phone', phone],
  ])('on a %s', (name, look) => {
    test('the link of the bot leads to the payment page; what it posts is in the chat', async () => {
      await arrive(look);
      await visitor.say('pay');
      const link = visitor.page.getByRole('log').getByRole('link');
      const [pay] = await Promise.all([visitor.context.waitForEvent('page'), link.click()]);
      await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
      await accepted(pay);
      const id = paymentId(await pay.locator('#request').innerText());
      const said = [...greeting, 'You: pay', linkToPay()];
      const paid = ['Payment page: payment successful', ...thanks(id)];
      await shows(...said, ...paid);
      expect([await sideways(visitor.page), await sideways(pay)]).toEqual([0, 0]);
      await visitor.page.reload();
      await shows(...said, ...paid);
    });

    test('paying beside the chat', async () => {
      await arrive(look);
      await visitor.besides.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
      await accepted(visitor.besides);
      const id = paymentId(await visitor.besides.locator('#request').innerText());
      await shows(...greeting, 'Payment page: payment successful', ...thanks(id));
      expect(await sideways(visitor.page)).toBe(0);
      const picture = process.env['SCREENSHOT'];
      if (picture && name === 'desktop') await visitor.page.screenshot({ path: picture });
    });
  });

  test('a card is declined, and the question that follows is answered', async () => {
    await arrive();
    await visitor.besides.getByRole('button', { name: 'Decline the card' }).click();
    await accepted(visitor.besides);
    const declined = [
      'Payment page: payment declined',
      'Lamp shop: Your payment did not go through: DECLINED. Nothing was charged.',
      'Lamp shop: Would you like to try again? (yes/no)',
    ];
    await shows(...greeting, ...declined);
    await visitor.say('yes');
    await shows(...greeting, ...declined, 'You: yes', linkToPay());
  });

  test('the example of the documentation; then variables only, which say nothing', async () => {
    await arrive();
    await visitor.besides.getByRole('button', { name: 'Example of the API' }).click();
    await accepted(visitor.besides);
    const webrequest = [
      'Payment page: webrequest',
      'Lamp shop: Payment 534e34fc89050304e6f6827c41c50410d7 is PROCESSED.',
    ];
    await shows(...greeting, ...webrequest);

    await visitor.besides.getByRole('button', { name: 'Variables only' }).click();
    await expect.poll(() => visitor.besides.locator('#request').innerText()).toContain('PENDING');
    await accepted(visitor.besides);
    const id = paymentId(await visitor.besides.locator('#request').innerText());
    await visitor.say('status');
    await shows(...greeting, ...webrequest, 'You: status', `Lamp shop: Payment: ${id} Status: PENDING`);
  });

  test('reloaded in the middle, a chat shows what it showed, and goes on', async () => {
    await arrive();
    await visitor.say('order');
    const asked = [
      'You: order',
      'Lamp shop: One desk lamp “Aurora”, 49.00 EUR.',
      'Lamp shop: Would you like to pay now? (yes/no)',
    ];
    await shows(...greeting, ...asked);
    await visitor.page.reload();
    await shows(...greeting, ...asked);
    await visitor.say('no');
    const later = ['You: no', 'Lamp shop: No problem. The lamp stays reserved: type “pay” when you are ready.'];
    await shows(...greeting, ...asked, ...later);
    expect(await visitor.page.evaluate('localStorage.length')).toBe(1);
  });

  test('what is typed while nobody is there is sent once, when somebody is', async () => {
    await arrive();
    await system.end('SIGKILL');
    await expect.poll(() => visitor.page.getByRole('status').innerText()).toMatch(/^Offline/);
    await visitor.say('bye');
    await shows(...greeting, 'You (sending): bye');
    await visitor.besides.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
    await expect.poll(() => visitor.besides.getByRole('status').innerText()).toMatch(/^No answer/);
    await system.start();
    const over = ['You: bye', 'Lamp shop: Goodbye!', 'The conversation has ended.'];
    await shows(...greeting, ...over);
    await visitor.page.reload();
    await shows(...greeting, ...over);

    const expected = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|503|WebSocket connection/;
    visitor.troubles.splice(0, Infinity, ...visitor.troubles.filter((trouble) => !expected.test(trouble)));

    await visitor.page.getByRole('button', { name: 'New conversation' }).click();
    await shows(...greeting);
    await visitor.say('hello');
    await shows(...greeting, 'You: hello', ...greeting);
  });

  test('the keyboard is enough', async () => {
    await arrive();
    const { keyboard } = visitor.page;
    const field = visitor.page.getByLabel('Your message');
    await tabTo(visitor.page, field);
    await keyboard.type('pay');
    await keyboard.press('Enter');
    const link = visitor.page.getByRole('log').getByRole('link');
    await link.waitFor();
    await tabTo(visitor.page, link, 'Shift+Tab');
    const [pay] = await Promise.all([visitor.context.waitForEvent('page'), keyboard.press('Enter')]);
    const button = pay.getByRole('button', { name: 'Pay 49.00 EUR' });
    await button.waitFor();
    await tabTo(pay, button);
    await pay.keyboard.press('Space');
    await accepted(pay);
    await expect.poll(() => visitor.lines()).toContain('Lamp shop: The lamp is on its way.');
  });
});

const thanks = (id: string) => [
  `Lamp shop: Thank you! Your payment ${id} has arrived: PROCESSED.`,
  'Lamp shop: The lamp is on its way.',
];

type Place = Pick<Page, 'getByRole' | 'locator'>;

/** The payment page says what its post was answered. */
async function accepted(page: Place): Promise<void> {
  await expect.poll(() => page.getByRole('status').innerText()).toMatch(/^Answer: 202 after \d+ ms$/);
  expect(JSON.parse(await page.locator('#body').innerText())).toEqual({
    inputId: expect.any(String),
    status: 'accepted',
  });
}

function paymentId(curl: string): string {
  const [, id = ''] = /"PaymentId",\s+"value": "([^"]+)"/.exec(curl) ?? [];
  expect(id).not.toBe('');
  return id;
}

/** How far a page must be scrolled sideways to see all of it. */
const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');

async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  const focused = target.and(page.locator(':focus'));
  for (let presses = 0; (await focused.count()) === 0; presses += 1) {
    if (presses > 20) throw new Error('not reached with the keyboard');
    await page.keyboard.press(key);
  }
}
