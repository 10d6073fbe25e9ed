import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktop, Hall, type Visit } from './gallery.fixture.ts';

const found = await realChromium();

describe.skipIf(found.missing)('a transcript', () => {
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

  const lines = () => visit.log.locator('.line').count();
  /** How far the end is below what can be seen. */
  const below = () => visit.log.evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));
  const topOf = (seq: number) =>
    visit.log.locator(`[data-seq="${seq}"]`).evaluate((line) => Math.round(line.getBoundingClientRect().top));

  test('of a thousand messages is drawn in part, and opens at its end', async () => {
    visit = await hall.visit('thousand');
    expect(await lines()).toBe(60);
    await expect.poll(below).toBeLessThanOrEqual(1);
    expect(await visit.log.locator('[data-seq="1000"]').isVisible()).toBe(true);
  });

  test('grows upward, and what one reads stays where it is', async () => {
    visit = await hall.visit('thousand');
    await visit.log.evaluate((log) => {
      log.scrollTop = 300;
    });
    const seq = 947;
    await expect.poll(lines).toBe(60);
    const before = await topOf(seq);
    await visit.log.evaluate((log) => {
      log.scrollTop -= 100;
    });
    await expect.poll(lines).toBe(120);
    expect(Math.abs((await topOf(seq)) - before - 100)).toBeLessThanOrEqual(1);
  });

  test('is read up to its first message, and never drawn as a whole', async () => {
    visit = await hall.visit('thousand');
    const most: number[] = [];
    for (let times = 0; times < 30 && (await visit.log.locator('[data-seq="1"]').count()) === 0; times += 1) {
      await visit.log.evaluate((log) => {
        log.scrollTop = 0;
      });
      await visit.nextFrame();
      most.push(await lines());
    }
    expect(await visit.log.locator('[data-seq="1"]').count()).toBe(1);
    expect(Math.max(...most)).toBeLessThanOrEqual(240);
    await visit.button('To the newest message').click();
    await expect.poll(lines).toBe(60);
    await expect.poll(below).toBeLessThanOrEqual(1);
  });

  test('stays at its end while messages come, and tells how many came for who reads elsewhere', async () => {
    visit = await hall.visit('thousand');
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'The first that comes' }));
    await expect.poll(() => visit.log.innerText()).toContain('The first that comes');
    await expect.poll(below).toBeLessThanOrEqual(1);
    await visit.log.evaluate((log) => {
      log.scrollTop -= 500;
    });
    await expect.poll(() => visit.button('To the newest message').count()).toBe(1);
    const place = await topOf(990);
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'Two' }, { type: 'text', text: 'Three' }));
    await visit.button('2 new messages').waitFor();
    expect(await topOf(990)).toBe(place);
    expect((await visit.asked('look')).at(-1)).toBe(false);
    await visit.button('2 new messages').click();
    await expect.poll(below).toBeLessThanOrEqual(1);
    expect((await visit.asked('look')).at(-1)).toBe(true);
  });

  test('who says something sees it', async () => {
    visit = await hall.visit('thousand');
    await visit.log.evaluate((log) => {
      log.scrollTop -= 500;
    });
    await visit.button('To the newest message').waitFor();
    await visit.page.getByLabel('Write a message…').fill('Here I am');
    await visit.page.keyboard.press('Enter');
    await expect.poll(() => visit.log.getByText('Here I am').isVisible()).toBe(true);
    await expect.poll(below).toBeLessThanOrEqual(1);
  });

  test('five thousand posts come in, each is there once, and no frame is long', async () => {
    visit = await hall.visit('greeting');
    const longest = await visit.page.evaluate(async () => {
      const { talk } = window.gallery;
      let longest = 0;
      for (let times = 0; times < 100; times += 1) {
        talk.hear(
          ...Array.from({ length: 50 }, (_, place) => ({ type: 'text', text: `Post ${times * 50 + place + 1}` })),
        );
        const started = performance.now();
        await new Promise((resolve) => requestAnimationFrame(() => resolve(null)));
        await new Promise((resolve) => setTimeout(resolve));
        longest = Math.max(longest, performance.now() - started);
      }
      return longest;
    });
    await expect.poll(() => visit.log.innerText()).toContain('Post 5000');
    expect(await lines()).toBe(60);
    // Of a busy machine; by itself it is a tenth of this.
    expect(longest).toBeLessThan(1000);
  });

  test('is announced message by message, once, with who says it; not what was there before', async () => {
    visit = await hall.visit('conversation');
    await visit.listen();
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'Something new' }));
    await expect.poll(() => visit.heard()).toEqual(['Lamp shop: Something new']);
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'outside', text: 'payment declined' }));
    await expect
      .poll(() => visit.heard())
      .toEqual(['Lamp shop: Something new', 'From another service: payment declined']);
    await visit.do(({ talk }) => talk.hear({ type: 'text', from: 'user', text: 'Mine' }));
    await visit.do(({ talk }) => {
      for (let times = 0; times < 40; times += 1) talk.hear({ type: 'text', text: `Post ${times}` });
    });
    await expect.poll(() => visit.heard()).toEqual([expect.any(String), expect.any(String), '40 new messages']);
  });

  test('while the chat is closed only the number is told', async () => {
    visit = await hall.visit('closed');
    await visit.listen();
    await visit.do(({ talk }) => {
      talk.hear({ type: 'text', text: 'Something private' });
      talk.become({ unread: 1 });
    });
    await expect.poll(() => visit.heard()).toEqual(['1 new message']);
    await visit.button('Open chat, 1 unread message').click();
    await expect.poll(() => visit.log.innerText()).toContain('Something private');
    expect((await visit.asked('look')).at(-1)).toBe(true);
  });

  test('another conversation begins at its end', async () => {
    visit = await hall.visit('thousand', desktop);
    await visit.log.evaluate((log) => {
      log.scrollTop -= 500;
    });
    await visit.button('To the newest message').waitFor();
    await visit.do(({ talk }) => talk.begin());
    await expect.poll(() => visit.button('To the newest message').count()).toBe(0);
    expect(await lines()).toBe(0);
  });
});
