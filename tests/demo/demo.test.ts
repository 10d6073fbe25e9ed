import { AxeBuilder } from '@axe-core/playwright';
import { realChromium } from '@backchannel/stack';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { isDelivered } from './delivered.ts';
import { impatientBots } from './impatient.ts';
import { type Look, launch, Visitor } from './visitor.ts';

const found = await realChromium();
const desktop: Look = { width: 1280, height: 800 };
const phone: Look = { width: 390, height: 844 };
const screens: [string, Look][] = [
  ['a desktop', desktop],
  ['a phone', phone],
];

// The pages in the chat's panel are of the shop's own origin here: browsers find that odd, and say so. And what a page
// that is left had asked for is broken off.
const expected = /allow-scripts and allow-same-origin|net::ERR_ABORTED/;

let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  browser = await launch(found);
});
afterAll(() => browser?.close());
afterEach(async () => {
  await visitor?.context.close();
  expect(visitor?.troubles.filter((trouble) => !expected.test(trouble))).toEqual([]);
});

/** How far a page must be scrolled sideways to see all of it. */
const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');
const basket = () => visitor.page.locator('#basket').innerText();
const tookTooLong = 'That took too long, and nothing was charged. Would you like to pay again?';

describe.skipIf(found.missing)('the shop', { timeout: 60_000 }, () => {
  let system: Embedded;
  beforeAll(async () => {
    system = await openEmbedded({ bots: 'bots' });
  });
  afterAll(() => system?.stop());

  const arrive = async (look: Look = desktop) => {
    visitor = await Visitor.arrive(browser, system.url, look);
  };

  describe.each(screens)('on %s', (_, look) => {
    test('a payment is in the chat at once, and every light goes on', async () => {
      await arrive(look);
      await visitor.tries('Pay in the web view');
      const pay = await visitor.opens('Pay 49.00 EUR');
      await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
      await visitor.sees('It is on its way.');
      await isDelivered(visitor, 'The payment page by Web View API');
      expect(await visitor.latest.locator('.values code').allInnerTexts()).toEqual([
        '“payment successful”',
        expect.stringMatching(/^PaymentId = [0-9A-F]{8}$/),
        'PaymentStatus = PROCESSED',
      ]);
      expect(await basket()).toBe('Basket');
      expect(await sideways(visitor.page)).toBe(0);

      await visitor.page.reload();
      await isDelivered(visitor, 'The payment page by Web View API');
    });

    test('a card is declined, and the question that follows is answered', async () => {
      await arrive(look);
      await visitor.tries('Pay in the web view');
      const pay = await visitor.opens('Pay 49.00 EUR');
      await pay.getByRole('button', { name: 'Decline the card' }).click();
      await visitor.sees('Your payment did not go through: DECLINED. Nothing was charged.');
      await isDelivered(visitor, 'The payment page by Web View API');
      await visitor.taps('Yes');
      const links = visitor.chat.getByRole('link', { name: 'Pay 49.00 EUR' });
      await expect.poll(() => links.count()).toBe(2);
      expect(await basket()).toBe('Basket · 1');
    });

    test('whoever signs in is known to the bot; the token stays with the shop’s server', async () => {
      await arrive(look);
      await visitor.tries('The page hands over its ids');
      await visitor.page.getByLabel('Your name').fill('Cleo Prim');
      await visitor.page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
      await visitor.sees('Welcome back, Cleo Prim! These are your orders.');
      await isDelivered(visitor, 'The shop’s server by Webhook');
      const curl = await visitor.latest.locator('pre').textContent();
      expect(curl).toContain(`curl -X POST '${system.url}/v1/hooks/`);
      expect(curl).toContain('Authorization: Bearer $HOOK_TOKEN');
      expect(await visitor.page.content()).not.toContain('bch_');

      await visitor.says('where is my lamp?');
      await expect
        .poll(() => visitor.chat.getByText('Welcome back, Cleo Prim! These are your orders.', { exact: true }).count())
        .toBeGreaterThan(1);
      await visitor.page.reload();
      await expect.poll(() => visitor.page.locator('#sign-in').innerText()).toBe('Cleo Prim · Sign out');
    });

    test('an address comes back by a return link, once: what comes again is explained', async () => {
      await arrive(look);
      await visitor.tries('Say where to deliver');
      const form = await visitor.opens('Open the form');
      await form.getByRole('button', { name: 'Deliver there' }).click();
      await visitor.sees('Thank you. It goes to Ada Byron, 12 St James’s Square, London.');
      await isDelivered(visitor, 'The form by Return link');

      const again = await visitor.opens('Open the form');
      await again.getByLabel('Town').fill('Paris');
      await again.getByRole('button', { name: 'Deliver there' }).click();
      await expect.poll(() => visitor.latest.locator('.verdict').innerText()).toMatch(/^Rejected after \d+ ms$/);
      expect((await visitor.lights()).names).toEqual(['sent', 'accepted', 'rejected']);
      expect(await visitor.latest.locator('.problem').innerText()).toMatch(
        /^link_used A return link is good for one post/,
      );
      expect(await sideways(visitor.page)).toBe(0);
    });
  });

  test('lamps are shown as cards, and go into the basket from there', async () => {
    await arrive();
    await visitor.chat.getByRole('button', { name: 'Open chat' }).click();
    await visitor.taps('Show me lamps');
    await visitor.sees('These are our lamps.');
    await visitor.chat.getByRole('button', { name: 'Add to basket' }).nth(1).click();
    await visitor.sees('In your basket: 1 × Floor lamp “Halo”, 129.00 EUR.');
    expect(await basket()).toBe('Basket · 1');
    await visitor.taps('Pay');
    await visitor.sees('1 × Floor lamp “Halo”: 129.00 EUR. The payment page is open for a minute.');
    await visitor.chat.getByRole('link', { name: 'Look at it' }).nth(1).click();
    await visitor.page.getByRole('heading', { name: 'Halo' }).waitFor();
  });

  test('the basket can be filled, emptied and paid by hand', async () => {
    await arrive();
    await visitor.page.getByRole('link', { name: 'Ember' }).click();
    await visitor.page.getByRole('button', { name: 'Add to basket' }).click();
    await visitor.page.getByRole('button', { name: 'Add to basket' }).click();
    await visitor.page.locator('#basket').click();
    await visitor.page.getByText('70.00 EUR in all').waitFor();
    await visitor.page.getByRole('button', { name: 'One Ember less' }).click();
    await visitor.page.getByRole('button', { name: 'Pay in the chat' }).click();
    await visitor.sees('1 × Bedside lamp “Ember”: 35.00 EUR. The payment page is open for a minute.');
  });

  test('the example of the documentation; then variables only, which say nothing', async () => {
    await arrive();
    await visitor.tries('Pay in the web view');
    const pay = await visitor.opens('Pay 49.00 EUR');
    await pay.getByText('Other posts to try').click();
    await pay.getByRole('button', { name: 'Variables only' }).click();
    await expect
      .poll(() => visitor.latest.locator('.verdict').innerText())
      .toMatch(/^Kept after \d+ ms; there was nothing to say$/);
    expect((await visitor.lights()).names).toEqual(['sent', 'accepted', 'applied']);
    await pay.getByRole('button', { name: 'Example of the API' }).click();
    // The payment is waited for: what the example says is shown, and ends the wait.
    await visitor.sees('webrequest');
    await visitor.sees('Thank you! Your payment 534e34fc89050304e6f6827c41c50410d7 has arrived: PROCESSED.');
    await visitor.says('status');
    await visitor.sees('Payment: 534e34fc89050304e6f6827c41c50410d7 Status: PROCESSED');
  });

  test('reloaded in the middle, the last light goes on when somebody looks', async () => {
    await arrive();
    await visitor.tries('Pay in the web view');
    const link = visitor.chat.getByRole('link', { name: 'Pay 49.00 EUR' });
    const address = (await link.getAttribute('href')) ?? '';
    await visitor.closes();
    const pay = await visitor.context.newPage();
    await pay.goto(address);
    await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
    const verdict = () => visitor.latest.locator('.verdict').innerText();
    await expect.poll(verdict).toMatch(/^Answered after \d+ ms; waiting for somebody to look at the chat$/);
    await visitor.page.reload();
    expect(await verdict()).toMatch(/^Answered after/);
    await visitor.chat.getByRole('button', { name: /^Open chat/ }).click();
    await visitor.sees('It is on its way.');
    await isDelivered(visitor, 'The payment page by Web View API');
  });

  test('the latest verdict follows whoever has scrolled away, and leads back', async () => {
    await arrive({ width: 390, height: 600 });
    await visitor.tries('Say where to deliver');
    const form = await visitor.opens('Open the form');
    await visitor.page.evaluate('scrollTo(0, 0)');
    await form.getByRole('button', { name: 'Deliver there' }).click();
    // What nobody looks at any more is not on the screen.
    await isDelivered(visitor, 'The form by Return link');
    await visitor.sees('Thank you. It goes to Ada Byron, 12 St James’s Square, London.');
    await visitor.closes();
    const latest = visitor.page.locator('#latest');
    await expect.poll(() => latest.innerText()).toMatch(/^On the screen after \d+ ms$/);
    await latest.click();
    await expect.poll(() => latest.isVisible()).toBe(false);
    expect(await sideways(visitor.page)).toBe(0);
  });

  test('the keyboard is enough', async () => {
    await arrive();
    const { keyboard } = visitor.page;
    await tabTo(visitor.page.getByRole('button', { name: 'Pay in the web view' }));
    await keyboard.press('Enter');
    const link = visitor.chat.getByRole('link', { name: 'Pay 49.00 EUR' });
    await link.waitFor();
    await tabTo(link);
    await keyboard.press('Enter');
    const pay = visitor.chat.frameLocator('iframe').getByRole('button', { name: 'Pay 49.00 EUR' });
    await pay.waitFor();
    await tabTo(pay);
    await keyboard.press('Enter');
    await visitor.sees('It is on its way.');
    await isDelivered(visitor, 'The payment page by Web View API');
  });

  test.each<['light' | 'dark', Look]>([
    ['light', desktop],
    ['dark', desktop],
    ['light', phone],
    ['dark', phone],
  ])('axe finds nothing in the shop and its pages: %s, %o', async (colorScheme, look) => {
    await arrive({ ...look, colorScheme });
    await visitor.tries('Say where to deliver');
    const form = await visitor.opens('Open the form');
    await form.getByRole('button', { name: 'Deliver there' }).click();
    await isDelivered(visitor, 'The form by Return link');
    await visitor.closes();
    await visitor.latest.getByText('The request, as curl').click();
    for (const path of [
      '',
      'pay.html?conversationId=c&userId=u&by=99999999999999',
      'address.html?returnUrl=u&returnToken=t',
    ]) {
      if (path) await visitor.page.goto(`${system.url}/${path}`);
      const { violations } = await new AxeBuilder({ page: visitor.page }).exclude('backchannel-chat').analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      expect(await sideways(visitor.page)).toBe(0);
    }
  });

  test('while nobody is there, the strip says so; what is said meanwhile is heard later', async () => {
    await arrive();
    await visitor.tries('Pay in the web view');
    const pay = await visitor.opens('Pay 49.00 EUR');
    const decline = pay.getByRole('button', { name: 'Decline the card' });
    // Before that the page waits for the addresses of the services.
    await expect.poll(() => decline.isEnabled()).toBe(true);
    await system.end('SIGKILL');
    await decline.click();
    await expect.poll(() => visitor.latest.locator('.verdict').innerText()).toBe('Nobody answered');
    expect((await visitor.lights()).names).toEqual(['sent', 'nobody']);
    await system.start();
    await decline.click();
    await visitor.sees('Would you like to try again? (yes/no)');
    await isDelivered(visitor, 'The payment page by Web View API');
    const away = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|503|WebSocket connection/;
    visitor.troubles.splice(0, Infinity, ...visitor.troubles.filter((trouble) => !away.test(trouble)));
  });
});

describe.skipIf(found.missing)('a bot that waits for a payment not as long', { timeout: 60_000 }, () => {
  let system: Embedded;
  let bots: Awaited<ReturnType<typeof impatientBots>>;
  beforeAll(async () => {
    bots = await impatientBots(5000);
    system = await openEmbedded({ bots: bots.folder });
  });
  afterAll(async () => {
    await system?.stop();
    await bots?.remove();
  });

  test.each(screens)('goes on without it; one that comes after all is thanked for: on %s', async (_, look) => {
    visitor = await Visitor.arrive(browser, system.url, look);
    await visitor.tries('Pay in the web view');
    await visitor.sees(tookTooLong);
    const pay = await visitor.opens('Pay 49.00 EUR');
    await pay.getByText('The chat has stopped waiting. Pay all the same, and see what happens.').waitFor();
    await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
    await visitor.sees('I had stopped waiting, but your payment has come after all.');
    await visitor.sees('It is on its way.');
    await isDelivered(visitor, 'The payment page by Web View API');
  });

  test('lets whoever was too slow pay again', async () => {
    visitor = await Visitor.arrive(browser, system.url, desktop);
    await visitor.tries('Pay in the web view');
    const first = await visitor.opens('Pay 49.00 EUR');
    await first.getByText(/^The chat waits for another \d s\./).waitFor();
    await visitor.sees(tookTooLong);
    await visitor.taps('Pay again');
    // What the bot says would call the person back from the page that the first button opens.
    await expect.poll(() => visitor.chat.getByRole('link', { name: 'Pay 49.00 EUR' }).count()).toBe(2);
    const pay = await visitor.opens('Pay 49.00 EUR');
    await pay.getByRole('button', { name: 'Pay 49.00 EUR' }).click();
    await visitor.sees('It is on its way.');
    await isDelivered(visitor, 'The payment page by Web View API');
  });
});

async function tabTo(target: Locator): Promise<void> {
  // Of its own document or shadow.
  const isFocused = () => target.evaluate((node) => node.matches(':focus'));
  for (let presses = 0; !(await isFocused()); presses += 1) {
    if (presses > 60) throw new Error('not reached with the keyboard');
    await visitor.page.keyboard.press('Tab');
  }
}
