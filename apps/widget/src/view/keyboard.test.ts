import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktop, Hall, phone, type Visit } from './gallery.fixture.ts';

const found = await realChromium();

describe.skipIf(found.missing)('with the keyboard alone', () => {
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

  const keys = async (...all: string[]) => {
    for (const key of all) await visit.page.keyboard.press(key);
  };
  const focus = () => expect.poll(() => visit.focus());

  test('the chat is opened, written in and closed; the focus goes along', async () => {
    visit = await hall.visit('closed');
    await visit.button('Open chat').focus();
    await keys('Enter');
    await focus().toBe('Write a message…');
    await visit.page.keyboard.type('Hello');
    await keys('Shift+Enter');
    await visit.page.keyboard.type('there');
    await keys('Enter');
    expect(await visit.asked('say')).toEqual(['Hello\nthere']);
    await expect.poll(() => visit.log.innerText()).toContain('Sending…');
    await focus().toBe('Write a message…');
    await keys('Escape');
    await focus().toBe('Open chat');
    expect(await visit.page.evaluate(() => window.gallery.heard)).toEqual(['open', 'close']);
  });

  test('what was written is there again after closing', async () => {
    visit = await hall.visit('greeting');
    await visit.page.keyboard.type('half a sent');
    await keys('Escape', 'Enter');
    await focus().toBe('Write a message…');
    expect(await visit.page.getByLabel('Write a message…').inputValue()).toBe('half a sent');
  });

  test('Enter that ends a word of several keys sends nothing', async () => {
    visit = await hall.visit('greeting');
    const area = visit.page.getByLabel('Write a message…');
    await area.fill('にほん');
    await area.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    expect(await visit.asked('say')).toEqual([]);
    await keys('Enter');
    expect(await visit.asked('say')).toEqual(['にほん']);
  });

  test('the menu is gone through with the arrows, and left with Escape', async () => {
    visit = await hall.visit('earlier');
    await keys('Enter');
    await focus().toBe('Write a message…');
    await visit.button('More').focus();
    await keys('Enter');
    await focus().toBe('New conversation');
    await keys('ArrowDown', 'ArrowDown', 'ArrowDown');
    await focus().toBe('New conversation');
    await keys('End');
    await focus().toBe('End conversation');
    await keys('Escape');
    await focus().toBe('More');
    expect(await visit.page.getByRole('dialog').count()).toBe(1);
  });

  test('a conversation is ended after a question; a new one begins', async () => {
    visit = await hall.visit('ending');
    await focus().toBe('Cancel');
    await keys('Enter');
    await focus().toBe('Write a message…');
    expect(await visit.asked('end')).toEqual([]);
    await visit.button('More').press('Enter');
    await keys('ArrowUp', 'Enter');
    await focus().toBe('Cancel');
    await keys('Tab', 'Enter');
    expect(await visit.asked('end')).toHaveLength(1);
    await focus().toBe('New conversation');
    await keys('Enter');
    expect(await visit.asked('begin')).toHaveLength(1);
    await focus().toBe('Write a message…');
  });

  test('what has the focus and is taken away leaves the person in the chat; who is in the page stays there', async () => {
    visit = await hall.visit('kinds');
    await visit.button('Order').focus();
    await visit.do(({ talk }) => talk.hear({ type: 'text', text: 'By the way.' }));
    await focus().toBe('Write a message…');
    // As it is after a network has been away: the end comes when it comes.
    await visit.do(({ talk }) => talk.become({ closed: true }));
    await focus().toBe('New conversation');
    await keys('Escape');
    await focus().toBe('Open chat');
    await visit.leave();
    visit = await hall.visit('conversation');
    const field = visit.page.getByLabel('A field of the page');
    await field.focus();
    await visit.do(({ talk }) => talk.become({ closed: true }));
    await visit.button('New conversation').waitFor();
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test('so is the person whose button can not be pressed any more', async () => {
    visit = await hall.visit('kinds');
    await visit.button('The blue one').focus();
    await visit.do(({ talk }) => talk.become({ closed: true }));
    await focus().toBe('New conversation');
    expect(await visit.button('The blue one').isDisabled()).toBe(true);
  });

  test('on a phone the keyboard stays while one writes, however it is sent', async () => {
    visit = await hall.visit('greeting', phone);
    const area = visit.page.getByLabel('Write a message…');
    await area.tap();
    // The keyboard goes as soon as its field has lost the focus, if only for a moment.
    await area.evaluate((one) => one.addEventListener('blur', () => window.gallery.heard.push('blur')));
    await visit.page.keyboard.type('by Enter');
    await keys('Enter');
    await visit.page.keyboard.type('by its button');
    await visit.button('Send').tap();
    expect(await visit.asked('say')).toEqual(['by Enter', 'by its button']);
    await expect.poll(() => area.inputValue()).toBe('');
    expect(await visit.page.evaluate(() => window.gallery.heard)).toEqual(['open']);
    await focus().toBe('Write a message…');
  });

  test('an earlier conversation is chosen, another is forgotten', async () => {
    visit = await hall.visit('earlier');
    await focus().toBe('Back');
    await visit.button('Remove from this browser').first().press('Enter');
    expect(await visit.asked('forget')).toEqual(['c2']);
    await visit.button(/No messages yet/).press('Enter');
    expect(await visit.asked('choose')).toEqual(['c3']);
    await focus().toBe('Write a message…');
  });

  test('quick replies and buttons are tapped; what stands below the newest message goes with the answer', async () => {
    visit = await hall.visit('kinds');
    await visit.button('Talk to a person').press('Enter');
    expect(await visit.asked('tap')).toEqual([{ payload: 'person', label: 'Talk to a person' }]);
    await expect.poll(() => visit.button('Order').count()).toBe(0);
    await focus().toBe('Write a message…');
    await visit.button('The blue one').press('Enter');
    expect(await visit.asked('tap')).toHaveLength(2);
  });

  test('what was refused is sent again, or taken away', async () => {
    visit = await hall.visit('unsent');
    await visit.button('Send again').press('Enter');
    expect(await visit.asked('again')).toEqual(['r1']);
    await visit.do(({ talk }) => talk.refuse({ type: 'x', title: 'x', status: 409, code: 'queue_full' }));
    await visit.button('Remove').first().press('Enter');
    expect(await visit.asked('discard')).toHaveLength(2);
    await focus().toBe('Write a message…');
  });

  test('what is too long is counted and not sent', async () => {
    visit = await hall.visit('greeting');
    const area = visit.page.getByLabel('Write a message…');
    await area.fill('a'.repeat(3900));
    await expect.poll(() => visit.page.getByText('100 characters left').count()).toBe(1);
    await area.fill('a'.repeat(4001));
    await expect.poll(() => visit.page.getByText('1 character too many').count()).toBe(1);
    await keys('Enter');
    expect(await visit.asked('say')).toEqual([]);
    expect(await visit.button('Send').isDisabled()).toBe(true);
  });

  test('beside the page the tab key leads out of the chat, over it never', async () => {
    visit = await hall.visit('conversation');
    const outside = () => visit.page.evaluate(() => document.activeElement?.tagName !== 'BACKCHANNEL-CHAT');
    const around = async () => {
      const left: boolean[] = [];
      for (let times = 0; times < 16; times += 1) {
        await keys('Tab');
        left.push(await outside());
      }
      return left.includes(true);
    };
    expect(await around()).toBe(true);
    await visit.leave();
    visit = await hall.visit('conversation', phone);
    await visit.page.locator('.window').press('Tab');
    const names = new Set<string | null>();
    for (let times = 0; times < 16; times += 1) {
      names.add(await visit.focus());
      await keys('Tab');
    }
    expect([...names].filter((name) => name === 'A field of the page')).toEqual([]);
    expect(names).toContain('Write a message…');
  });

  test('who writes in the page when the chat is closed from there stays there', async () => {
    visit = await hall.visit('greeting', desktop);
    const field = visit.page.getByLabel('A field of the page');
    await field.focus();
    await visit.do(({ view }) => view.close());
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  });
});
