import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktop, Hall, phone, type Visit } from './gallery.fixture.ts';

const found = await realChromium();

const hostile = `
  * { all: unset !important; font-size: 3rem !important; color: lime !important; }
  html { font-size: 40px !important; letter-spacing: 1em; }
  backchannel-chat, backchannel-chat * { display: none !important; transform: scale(3) !important; opacity: 0.2 !important; direction: rtl !important; }
  button, textarea, dialog { padding: 50px !important; border: 9px solid red !important; }
`;

describe.skipIf(found.missing)('a guest in pages', () => {
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

  const dressPage = (css: string) =>
    visit.page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    }, css);
  /** Without corners that the page can be seen through. */
  const picture = () => visit.page.locator('.inside').screenshot({ caret: 'hide' });
  const style = (selector: string, name: string) =>
    visit.page
      .locator(selector)
      .first()
      .evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), name);
  const box = async (selector: string) => {
    const found = await visit.page.locator(selector).first().boundingBox();
    return found ?? { x: 0, y: 0, width: 0, height: 0 };
  };

  test("nothing of a page's style comes in", async () => {
    visit = await hall.visit('conversation');
    await dressPage('backchannel-chat { --backchannel-radius: 0px }');
    const before = await picture();
    await dressPage(hostile);
    expect(Buffer.compare(await picture(), before)).toBe(0);
  });

  test('nothing of its style gets out', async () => {
    visit = await hall.visit('conversation');
    const rules = await visit.page.evaluate(() => document.styleSheets.length + document.adoptedStyleSheets.length);
    expect(rules).toBe(1);
    await visit.do(({ view }) => view.destroy());
    expect(await visit.page.evaluate(() => window.gallery.host.shadowRoot?.childElementCount)).toBe(0);
  });

  test('the page may set its colour, its corners, its font and its width', async () => {
    visit = await hall.visit('conversation');
    await dressPage(
      'backchannel-chat { --backchannel-color: oklch(0.9 0.15 100); --backchannel-radius: 2px; --backchannel-font: monospace; --backchannel-width: 320px }',
    );
    await visit.do(({ view }) => {
      view.close();
      view.open();
    });
    expect(await style('.user .bubble', 'color')).toBe('rgb(0, 0, 0)');
    expect(await style('.window', 'border-radius')).toBe('2px');
    expect(await style('.title', 'font-family')).toBe('monospace');
    expect((await box('.window')).width).toBe(320);
  });

  test('it is light or dark as the person has it, and changes with them', async () => {
    visit = await hall.visit('conversation', { ...desktop, colorScheme: 'dark' });
    expect(await style('.window', 'background-color')).toBe('rgb(24, 25, 28)');
    await visit.page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => style('.window', 'background-color')).toBe('rgb(255, 255, 255)');
  });

  test('nothing moves for who does not want that', async () => {
    visit = await hall.visit('typing');
    expect(await style('.typing i', 'animation-name')).toBe('none');
    await visit.page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await style('.typing i', 'animation-name')).toBe('dot');
  });

  test('from right to left it is mirrored, but stays on its side of the page', async () => {
    visit = await hall.visit('arabic');
    const [window, mine, bots] = [await box('.window'), await box('.user .bubble'), await box('.bot .bubble')];
    expect(window.x).toBe(20);
    expect(mine.x - window.x).toBeLessThan(30);
    expect(window.x + window.width - bots.x - bots.width).toBeLessThan(30);
    expect(await style('.choice .icon', 'transform')).toBe('matrix(-1, 0, 0, 1, 0, 0)');
    const chat = visit.page.locator('.chat');
    expect([await chat.getAttribute('lang'), await chat.getAttribute('dir')]).toEqual(['ar', 'rtl']);
  });

  test('the page draws what only it knows; without it there is the text, or nothing', async () => {
    visit = await hall.visit('kinds');
    expect(await visit.page.locator('backchannel-chat > .drawn').innerText()).toBe('Drawn by the page: {"stars":4}');
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'once more' }));
    await expect.poll(() => visit.log.innerText()).toContain('once more');
    expect(await visit.page.locator('backchannel-chat > .drawn').count()).toBe(1);
    await visit.go('kinds', '&draw=false');
    expect(await visit.page.locator('.drawn').count()).toBe(0);
    expect(await visit.log.locator('.line').count()).toBe(8);
  });

  test('private messages and calls of the page are never shown', async () => {
    visit = await hall.visit('greeting');
    await visit.do(({ talk }) =>
      talk.hear({ type: 'private', text: 'for agents' }, { type: 'page_call', function: 'f' }),
    );
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'for everybody' }));
    await expect
      .poll(() => visit.log.locator('.line').allInnerTexts())
      .toEqual([expect.stringContaining('for everybody')]);
  });

  test('on a phone it has the whole screen, and the page behind stays where it is', async () => {
    visit = await hall.visit('conversation', phone);
    expect(await box('.window')).toEqual({ x: 0, y: 0, ...phone.viewport });
    expect(await visit.page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
    for (const target of ['.tool', '.send', '.choice']) {
      const { width, height } = await box(target);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    expect(await style('textarea', 'font-size')).toBe('16px');
    await visit.button('Close chat').click();
    expect(await visit.page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('visible');
    await visit.button('Open chat').click();
    await visit.do(({ view }) => view.destroy());
    expect(await visit.page.evaluate(() => document.documentElement.style.overflow)).toBe('');
  });

  test('at four times the size one can still write', async () => {
    visit = await hall.visit('conversation', { viewport: { width: 320, height: 256 } });
    const { y, height } = await box('textarea');
    expect(y + height).toBeLessThanOrEqual(256);
    expect((await box('.transcript')).height).toBeGreaterThan(80);
  });

  test('without its button it is opened by the page', async () => {
    visit = await hall.visit('closed', { ...desktop, query: '&launcher=false' });
    expect(await visit.page.getByRole('button').count()).toBe(0);
    await visit.do(({ view }) => view.open());
    await expect.poll(() => visit.focus()).toBe('Write a message…');
  });
});
