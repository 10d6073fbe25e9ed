import { realChromium } from '@backchannel/stack';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../demo/visitor.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';

const found = await realChromium();

describe.skipIf(found.missing)('the documentation of the API in a browser', () => {
  let system: Embedded;
  let browser: Browser;
  beforeAll(async () => {
    [system, browser] = await Promise.all([openEmbedded({ bots: 'bots' }), launch(found)]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  test.each([
    ['a desktop', { width: 1280, height: 800 }, 'light'],
    ['a phone', { width: 390, height: 844 }, 'dark'],
  ] as const)(
    'on %s: asks for nothing else, needs no sideways, and leads from a call to its schema',
    async (...how) => {
      const [name, viewport, colorScheme] = how;
      const page = await browser.newPage({ viewport, colorScheme });
      const troubles: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => troubles.push(message.text()));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${system.url}/docs`);

      const list = page.getByRole('navigation', { name: 'All calls' });
      if (name === 'a phone') await page.getByRole('link', { name: 'All calls' }).click();
      await list.getByRole('link', { name: 'postWebView' }).click();
      const call = page.locator('#postWebView');
      expect(await call.boundingBox()).toMatchObject({ y: expect.closeTo(16, -1) });
      await call.getByText('curl', { exact: true }).click();
      expect(await call.locator('pre').innerText()).toContain(
        `curl -X POST "${system.url}/thirdparty-services-0.1/webview"`,
      );
      await call.getByRole('link', { name: 'WebViewPost' }).click();
      expect(await page.locator('#schema-WebViewPost').innerText()).toContain('conversationId');

      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await page.evaluate('getComputedStyle(document.querySelector("main > h2")).borderBottomStyle')).toBe(
        'solid',
      );
      expect({ troubles, asked }).toEqual({ troubles: [], asked: [`${system.url}/docs`] });
      await page.close();
    },
  );
});
