import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from './guest.ts';
import type { Given } from './site.ts';
import { Surroundings } from './surroundings.ts';

const found = await realChromium();
const atFirst = ['GET /widget.js', 'GET /v1/bots/guide/look'];
const loaded = [...atFirst, 'GET /widget/app.js'];

describe.skipIf(found.missing)('a page with the widget', () => {
  let around: Surroundings;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(found, openEmbedded({ bots: 'tests/widget/bots' }));
  });
  afterAll(() => around?.close());
  afterEach(() => around.clear());

  const tag = (attributes = 'data-bot="guide"') => around.tag(attributes);
  const arrive = async (page: Given) => (guest = await around.arrive(page));
  const evaluate = (script: string): Promise<unknown> => guest.page.evaluate(script);

  test('shows the launcher as the bot looks, loads the app when it is idle, and asks for nothing else', async () => {
    await arrive({ body: tag() });
    await guest.launcher.waitFor();
    const color = `getComputedStyle(document.querySelector('backchannel-chat').shadowRoot.querySelector('[aria-label="Open chat"]')).backgroundColor`;
    expect(await evaluate(color)).toBe('rgb(138, 28, 74)');
    expect((await guest.launcher.boundingBox())?.x).toBe(20);
    await guest.chat.waitFor({ state: 'attached' });
    await expect.poll(() => guest.launcher.count()).toBe(1);
    await guest.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
    expect(guest.askedOfChat).toEqual(loaded);
    expect(await evaluate('localStorage.length')).toBe(0);
    expect(guest.troubles).toEqual([]);
  });

  test('is not in the way of its loading: the app comes after everything of the page', async () => {
    const picture = Promise.withResolvers<void>();
    guest = await around.visit('about:blank');
    await guest.page.route('**/slow.png', async (route) => {
      await picture.promise;
      await route.fulfill({ status: 204 });
    });
    await guest.page.goto(around.site.page({ body: `${tag()}<img src="/slow.png" alt="">` }), { waitUntil: 'commit' });
    await guest.launcher.waitFor();
    // Time enough for a page that is idle.
    await guest.page.evaluate('new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))');
    expect(guest.askedOfChat).toEqual(atFirst);
    picture.resolve();
    await guest.chat.waitFor({ state: 'attached' });
    expect(guest.askedOfChat).toEqual(loaded);
  });

  test('loads the app at once for who opens it', async () => {
    guest = await around.visit('about:blank');
    await guest.page.route('**/slow.png', () => {});
    await guest.page.goto(around.site.page({ body: `${tag()}<img src="/slow.png" alt="">` }), { waitUntil: 'commit' });
    await guest.launcher.click();
    await guest.window.waitFor();
  });

  test('takes a press for a press, when the app comes between down and up', async () => {
    const pressed = Promise.withResolvers<void>();
    guest = await around.visit('about:blank');
    await guest.page.route('**/widget/app-*', async (route) => {
      await pressed.promise;
      await route.fallback();
    });
    await guest.page.goto(around.site.page({ body: tag() }));
    await guest.launcher.hover();
    await guest.page.mouse.down();
    pressed.resolve();
    await guest.chat.waitFor({ state: 'attached' });
    await guest.page.mouse.up();
    await guest.window.waitFor();
  });

  test('says what is wrong once, and shows nothing', async () => {
    const wrong: readonly [attributes: string, why: RegExp][] = [
      ['', /^Backchannel: data-bot="…" is missing at the script http/],
      ['data-bot=""', /^Backchannel: data-bot="…" is missing at the script http/],
      ['data-bot="nobody"', /^Backchannel: nobody is not shown: there is no bot "nobody"$/],
      ['data-bot="elsewhere"', /^Backchannel: elsewhere is not shown: not from http:\/\/127\.0\.0\.1:\d+$/],
      ['data-bot="asleep"', /^Backchannel: asleep is not shown: it is switched off$/],
      ['data-bot="guide" type="module"', /^Backchannel: load widget.js by <script src="…">, not as a module$/],
    ];
    for (const [attributes, why] of wrong) {
      await arrive({ body: `${tag(attributes)}<script>window.Backchannel = [['open']]</script>` });
      const ours = () => guest.troubles.filter((trouble) => trouble.startsWith('Backchannel'));
      await expect.poll(ours).toEqual([expect.stringMatching(why)]);
      await guest.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
      expect(ours()).toHaveLength(1);
      expect(await guest.page.locator('backchannel-chat').count()).toBe(0);
      await guest.context.close();
    }
  });

  test('that loads the script twice has one chat', async () => {
    await arrive({ body: tag() + tag() });
    await guest.chat.waitFor({ state: 'attached' });
    await evaluate(`new Promise((resolve) => {
      const script = Object.assign(document.createElement('script'), { src: '${around.system.chat}/widget.js', onload: resolve });
      script.dataset.bot = 'guide';
      document.body.append(script);
    })`);
    expect(await guest.page.locator('backchannel-chat').count()).toBe(1);
    expect(guest.asked.filter((one) => one.endsWith('/look'))).toHaveLength(1);
    expect(guest.troubles).toEqual([]);
    await evaluate(`new Promise((resolve) => {
      const script = Object.assign(document.createElement('script'), { src: '${around.system.chat}/widget.js', onload: resolve });
      script.dataset.bot = 'elsewhere';
      document.body.append(script);
    })`);
    expect(guest.troubles).toEqual(['Backchannel: guide is in this page: destroy() it first']);
  });

  test('that replaces its body keeps the chat, open as it was', async () => {
    await arrive({ body: tag() });
    await guest.launcher.click();
    await guest.window.waitFor();
    for (const how of [
      // As pages do that load the next one by script: the script's tag is in there, and runs again.
      `const next = document.createElement('body');
       const script = Object.assign(document.createElement('script'), { src: '${around.system.chat}/widget.js' });
       script.dataset.bot = 'guide';
       next.append('Another page', script);
       document.body.replaceWith(next);`,
      `document.body.textContent = 'Nothing'`,
      `document.body.replaceChildren()`,
    ]) {
      await evaluate(`{ ${how} }`);
      await guest.window.waitFor();
      expect(await guest.page.locator('backchannel-chat').count()).toBe(1);
    }
    expect(guest.troubles).toEqual([]);
  });

  test('whose app does not come says so to who waits for it, and gets it at the next try', async () => {
    guest = await around.visit('about:blank');
    let failures = 0;
    await guest.page.route('**/widget/app-*', (route) => {
      failures += 1;
      return failures < 3 ? route.abort('connectionfailed') : route.fallback();
    });
    await guest.page.goto(around.site.page({ body: tag() }));
    const told = guest.page.getByRole('alert');
    // When the page is idle: nobody waits for it.
    await expect.poll(() => failures).toBe(1);
    await expect.poll(() => guest.troubles.some((trouble) => trouble.startsWith('Backchannel: not loaded'))).toBe(true);
    expect(await told.count()).toBe(0);
    await guest.launcher.click();
    await expect.poll(() => told.innerText()).toBe('Not loaded. Try again?');
    await guest.launcher.click();
    await guest.window.waitFor();
    expect(await told.count()).toBe(0);
    expect(failures).toBe(3);
  });

  test('shows the chat as soon as a server that was away is there', async () => {
    guest = await around.visit('about:blank');
    let failures = 0;
    await guest.page.route('**/look', (route) => {
      failures += 1;
      if (failures === 1) return route.abort('connectionfailed');
      return failures === 2 ? route.fulfill({ status: 503, body: 'Bad gateway' }) : route.fallback();
    });
    await guest.page.goto(around.site.page({ body: tag() }));
    await guest.launcher.waitFor();
    expect(failures).toBe(3);
  });

  test('behind a prefix finds everything there', async () => {
    guest = await around.visit('about:blank');
    await guest.page.route('**/tools/chat/**', (route) => {
      const url = route.request().url().replace('/tools/chat', '');
      return route.continue({ url });
    });
    await guest.page.goto(around.site.page({ body: tag().replace('/widget.js', '/tools/chat/widget.js?v=2') }));
    await guest.chat.waitFor({ state: 'attached' });
    expect(guest.askedOfChat).toEqual(loaded.map((one) => one.replace(' /', ' /tools/chat/')));
  });
});
