import { AxeBuilder } from '@axe-core/playwright';
import { realChromium } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktop, Hall, phone } from './gallery.fixture.ts';

const found = await realChromium();
const looks = [
  ['desktop', 'light', desktop],
  ['desktop', 'dark', desktop],
  ['phone', 'light', phone],
  ['phone', 'dark', phone],
] as const;

describe.skipIf(found.missing)('every state of the chat, under the strictest of policies', () => {
  let hall: Hall;
  let names: string[];
  beforeAll(async () => {
    hall = await Hall.open(found);
    const { page, leave } = await hall.visit('closed');
    names = await page.locator('nav a').allTextContents();
    await leave();
  });
  afterAll(() => hall?.close());

  test.each(looks)(
    'on a %s in %s axe finds nothing, and nothing stands out sideways',
    async (_, colorScheme, look) => {
      const findings: string[] = [];
      for (const name of names) {
        const { page, troubles, leave } = await hall.visit(name, { ...look, colorScheme });
        const { violations } = await new AxeBuilder({ page }).include('backchannel-chat').analyze();
        for (const { id, nodes } of violations) {
          findings.push(
            ...nodes.map(({ target, failureSummary }) => `${name}: ${id} ${String(target)} ${failureSummary}`),
          );
        }
        const wide = await page.evaluate(() => {
          const inside = [...(window.gallery.host.shadowRoot?.querySelectorAll('.window, .transcript') ?? [])];
          return inside.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className);
        });
        findings.push(...wide.map((one) => `${name}: ${one} is too wide`), ...troubles.map((one) => `${name}: ${one}`));
        await leave();
      }
      expect(names.length).toBeGreaterThan(20);
      expect(findings).toEqual([]);
    },
    200_000,
  );

  test.each(['en', 'de', 'es', 'ar'])(
    'in %s every state has room on a small phone',
    async (lang) => {
      const small = { ...phone, viewport: { width: 320, height: 568 } };
      for (const name of names) {
        const { page, leave } = await hall.visit(name, { ...small, query: `&lang=${lang}` });
        await expect
          .poll(() => page.evaluate(() => window.gallery.host.shadowRoot?.querySelector('.chat') !== null))
          .toBe(true);
        const wide = await page.evaluate(() => {
          const all = [...(window.gallery.host.shadowRoot?.querySelectorAll('dialog *') ?? [])];
          const isOut = (one: Element) => {
            const { left, right } = one.getBoundingClientRect();
            return (left < -1 || right > innerWidth + 1) && !one.closest('.carousel, .unseen, .panel');
          };
          return all.filter(isOut).map((one) => one.className);
        });
        expect([name, wide]).toEqual([name, []]);
        await leave();
      }
    },
    200_000,
  );
});
