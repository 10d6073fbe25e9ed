import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Hall, phone, type Visit } from './gallery.fixture.ts';

const found = await realChromium();

describe.skipIf(found.missing)('a page over the chat', () => {
  let hall: Hall;
  let visit: Visit;
  beforeAll(async () => {
    hall = await Hall.open(found);
  });
  afterEach(async () => {
    await visit.leave();
    expect(visit.troubles).toEqual([]);
  });
  afterAll(() => hall?.close());

  const panel = () => visit.page.locator('.panel');

  test('has the focus, says where it is from, and gives the focus back to what opened it', async () => {
    visit = await hall.visit('slideout');
    await expect.poll(() => panel().getAttribute('aria-label')).toBe(new URL(hall.url).host);
    await expect.poll(() => visit.focus()).toBe(new URL(hall.url).host);
    await visit.page.frameLocator('.panel iframe').getByRole('button', { name: 'Pay' }).waitFor();
    await visit.page.keyboard.press('Escape');
    await expect.poll(() => panel().count()).toBe(0);
    expect(await visit.focus()).toBe('Pay now');
    expect(await visit.page.locator('.window').isVisible()).toBe(true);
  });

  test('is gone as soon as its answer comes, and the person is back at the newest message', async () => {
    visit = await hall.visit('slideout');
    await panel().waitFor();
    await visit.page.frameLocator('.panel iframe').getByLabel('Card number').fill('4000');
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'user', text: 'from another tab' }));
    expect(await panel().count()).toBe(1);
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'outside', text: 'payment declined' }));
    await expect.poll(() => panel().count()).toBe(0);
    await expect.poll(() => visit.log.getByText('payment declined').isVisible()).toBe(true);
    await expect.poll(() => visit.focus()).toBe('Write a message…');
  });

  test('goes on while the chat is closed and opened again', async () => {
    visit = await hall.visit('slideout');
    const field = visit.page.frameLocator('.panel iframe').getByLabel('Card number');
    await field.fill('4000');
    await visit.do(({ view }) => view.close());
    await visit.do(({ view }) => view.open());
    expect(await field.inputValue()).toBe('4000');
  });

  test('can not lead the page that the chat is in away', async () => {
    visit = await hall.visit('slideout');
    const sandbox = await visit.page.locator('.panel iframe').getAttribute('sandbox');
    expect(sandbox).not.toContain('top-navigation');
  });

  test('on a phone is a window of its own, which does not know where it came from and goes with the answer', async () => {
    visit = await hall.visit('conversation', phone);
    const [page] = await Promise.all([
      visit.page.context().waitForEvent('page'),
      visit.page.getByRole('link', { name: 'Pay now' }).click(),
    ]);
    await page.getByRole('button', { name: 'Pay' }).waitFor();
    expect(await page.evaluate(() => window.opener)).toBeNull();
    expect(await panel().count()).toBe(0);
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'outside', text: 'payment declined' }));
    await expect.poll(() => visit.log.innerText()).toContain('payment declined');
    await expect.poll(() => page.isClosed()).toBe(true);
  });

  test('on a phone stays open for whoever has come back to the chat by hand, whatever the bot says then', async () => {
    visit = await hall.visit('conversation', phone);
    const [page] = await Promise.all([
      visit.page.context().waitForEvent('page'),
      visit.page.getByRole('link', { name: 'Pay now' }).click(),
    ]);
    await page.getByRole('button', { name: 'Pay' }).waitFor();
    // Without a screen every window is in sight all the time.
    await visit.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const focus = await visit.focus();
    await visit.page.clock.install();
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'user', text: 'Is it safe?' }));
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'As safe as houses.' }));
    await visit.page.clock.runFor(5000);
    await expect.poll(() => visit.log.innerText()).toContain('As safe as houses.');
    expect(page.isClosed()).toBe(false);
    expect(await visit.focus()).toBe(focus);
  });

  test('is only ever one of the web', async () => {
    visit = await hall.visit('greeting');
    await visit.do(({ talk }) =>
      talk.hear({
        type: 'text',
        text: 'Which?',
        buttons: ['javascript:alert(1)', 'data:text/html,x', '/here', 'https://a.example/'].map((url) => ({
          type: 'url',
          label: url,
          url,
          target: 'slideout',
        })),
      }),
    );
    await expect.poll(() => visit.log.getByRole('link').allInnerTexts()).toEqual(['https://a.example/']);
  });
});
