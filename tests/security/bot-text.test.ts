import { realChromium } from '@backchannel/stack';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, Visitor } from '../demo/visitor.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';

const found = await realChromium();
const markup = '<img src="/nothing" onerror="window.hit = 1"><b onclick="window.hit = 1">mine</b>';

describe.skipIf(found.missing)('a chat in a browser', () => {
  let system: Embedded;
  let browser: Browser;
  beforeAll(async () => {
    [system, browser] = await Promise.all([openEmbedded({ bots: 'tests/security/bots' }), launch(found)]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  test('shows what bots and people say as text, whatever it looks like, at once and after a reload', async () => {
    const visitor = await Visitor.arrive(browser, system.url, { width: 1280, height: 800 });
    const { page } = visitor;
    await page.evaluate('Backchannel.open()');
    await visitor.says(markup);
    for (const step of ['at once', 'after a reload']) {
      if (step !== 'at once') await page.reload();
      for (const text of [markup, 'onerror="window.hit = 1"><script>', 'javascript:window.hit=1'])
        await page.getByText(text).first().waitFor();
      await page.getByText('end of addresses').first().waitFor();
      expect(await page.locator('[onerror], [onload], [onclick], a[href^="javascript"], a[href^="data"]').count()).toBe(
        0,
      );
      expect(await page.evaluate('window.hit')).toBeUndefined();
    }
    expect(visitor.troubles).toEqual([]);
    await visitor.context.close();
  });
});
