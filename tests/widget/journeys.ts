import type { Chromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktop, phone } from '../../apps/widget/gallery/screens.ts';
import type { System } from '../scenario/system.ts';
import type { Guest } from './guest.ts';
import { furnish, hostPage } from './host.ts';
import { Surroundings } from './surroundings.ts';

interface Told {
  readonly chromium: Chromium;
  /** The one that people are connected to. */
  readonly process: string;
  readonly open: () => Promise<System>;
}

/** What a person lives through with the chat in a real browser, whichever way Backchannel runs. */
export function journeys({ chromium, process, open }: Told): void {
  let around: Surroundings;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(chromium, open());
    furnish(around);
  }, 240_000);
  afterAll(() => around?.close(), 60_000);
  afterEach(() => around.clear());

  describe.each([
    ['a desktop', desktop],
    ['a phone', phone],
  ])('on %s', { timeout: 60_000 }, (_, screen) => {
    const arrive = async () => {
      guest = await around.arrive(hostPage(around), screen);
      await guest.launcher.click();
    };
    const shows = (name: string) => guest.log.getByRole('button', { name, exact: true });

    test('words, tags, pictures, what the page draws; in their pace, and nothing that is for agents', async () => {
      await arrive();
      await guest.say('words');
      await guest.says('Plain words.');
      await guest.log.getByRole('img', { name: 'An answer is being written' }).waitFor();
      expect(await guest.lines()).toEqual(['words', 'Plain words.', 'Bold and our house']);
      expect(await guest.log.locator('strong').innerText()).toBe('Bold');
      const link = guest.log.getByRole('link', { name: 'our house' });
      expect(await link.getAttribute('href')).toBe('https://shop.example/house');
      const lamp = guest.log.getByRole('img', { name: 'A lamp' });
      await expect.poll(() => lamp.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(640);
      await guest.page.getByText(`4 stars of ${around.site.origin}`).waitFor();
      await guest.says('At last.');
      expect(await guest.log.getByRole('img', { name: 'An answer is being written' }).count()).toBe(0);
      expect(await guest.page.getByText('For agents').count()).toBe(0);
      expect(guest.troubles).toEqual([]);
    });

    test('choices, quick replies, a row of cards and a list of them are tapped through', async () => {
      await arrive();
      await guest.say('choose');
      await guest.tap('Green');
      await guest.says('Which size?');
      await guest.tap('Large');
      await guest.says('Which lamp?');
      expect(await guest.window.getByRole('button', { name: 'Small' }).count()).toBe(0);
      await guest.tap('Take Halo');
      await shows('In a box').waitFor();
      expect(await guest.log.locator('.carousel .card').count()).toBe(3);
      await guest.tap('In a box');
      await guest.says('Halo, large and green, In a box.');
      expect(await guest.lines()).toEqual([
        'choose',
        'Which colour?',
        'Green',
        'Which size?',
        'Large',
        'Which lamp?',
        'Take Halo',
        'In a box',
        'Halo, large and green, In a box.',
      ]);
      expect(guest.troubles).toEqual([]);
    });

    test('a button leads to a new window, to another page and back, and to words', async () => {
      await arrive();
      await guest.say('ways');
      const link = (name: RegExp) => guest.log.getByRole('link', { name });
      const [window] = await Promise.all([guest.context.waitForEvent('page'), link(/A new window/).click()]);
      await window.getByText('The house').waitFor();
      await window.close();
      await guest.page.bringToFront();
      await link(/Here/).click();
      await guest.page.getByText('The house').waitFor();
      await guest.page.goBack();
      // On a phone a page is never covered by a chat that nobody has asked for on it.
      if (screen === phone) await guest.launcher.click();
      await guest.tap('Nowhere');
      await guest.says('You stay.');
      expect(guest.troubles).toEqual([]);
    });

    test('the page that a button opens has the ids; its post brings the person back', async () => {
      await arrive();
      await guest.say('pay');
      const link = guest.log.getByRole('link', { name: 'Pay now' });
      if (screen === desktop) {
        await link.click();
        await guest.window.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
        await guest.says('Your payment is PROCESSED.');
        await expect.poll(() => guest.window.locator('iframe').count()).toBe(0);
      } else {
        const [page] = await Promise.all([guest.context.waitForEvent('page'), link.click()]);
        await page.getByRole('button', { name: 'Pay' }).click();
        await guest.says('Your payment is PROCESSED.');
        await expect.poll(() => page.isClosed()).toBe(true);
      }
      await guest.says('payment successful');
      // The page in the panel is of the host page's own origin here: browsers find that odd, and say so.
      expect(guest.troubles.filter((trouble) => !/allow-scripts and allow-same-origin/.test(trouble))).toEqual([]);
    });

    test('who takes over is told, and that it is over', async () => {
      await arrive();
      await guest.say('agent');
      await guest.says('This conversation has been handed over to Customer service. The bot no longer answers here.');
      await guest.choose('New conversation');
      await guest.say('bye');
      await guest.says('This conversation has ended.');
      expect(await guest.window.getByRole('textbox').count()).toBe(0);
      await guest.tap('New conversation');
      await guest.say('hello');
      await guest.says('You said hello.');
    });
  });

  describe('in any window', { timeout: 60_000 }, () => {
    const arrive = async () => {
      guest = await around.arrive(hostPage(around, 'data-open'));
    };
    const ran = async (...tabs: Guest[]) => {
      const all = await Promise.all(tabs.map(({ page }) => page.evaluate<Record<string, string>[]>('window.ran')));
      return all.flat();
    };

    test('whatever a function of the page does takes its branch', async () => {
      await arrive();
      for (const [how, said] of Object.entries({
        value: 'The page says yes.',
        promise: 'The page says yes, later.',
        nothing: 'The page says .',
        error: 'The page has failed.',
        rejection: 'The page has failed.',
        late: 'The page is too slow.',
        missing: 'The page has failed.',
      })) {
        const answers = (await guest.lines()).length / 2;
        await guest.say(`call ${how}`);
        await expect.poll(async () => (await guest.lines()).length).toBe((answers + 1) * 2);
        expect((await guest.lines()).at(-1)).toBe(said);
      }
      const [{ session_id = '', sessionId, botId, chatbot_id } = {}] = await ran(guest);
      expect({ session_id, botId, chatbot_id }).toEqual({ session_id: sessionId, botId: 'kinds', chatbot_id: 'kinds' });
      expect(session_id).not.toBe('');
      expect(guest.troubles).toEqual([]);
    });

    test('a reload in the middle of an answer shows all of it, once, and says none of it again to the page', async () => {
      await arrive();
      await guest.say('slowly');
      await guest.says('One.');
      await guest.page.reload();
      await guest.says('Three.');
      expect(await guest.lines()).toEqual(['slowly', 'One.', 'Two.', 'Three.']);
      await guest.say('more');
      await guest.says('You said more.');
      const heard = await guest.page.evaluate<{ text: string }[]>('window.heard');
      expect(heard.map(({ text }) => text)).toEqual(['more', 'You said more.']);
    });

    test('two tabs show the same, follow each other, and one of them runs what the bot calls', async () => {
      await arrive();
      await guest.say('hello');
      await guest.says('You said hello.');
      const other = await guest.anotherTab();
      await other.says('You said hello.');
      await other.say('from there');
      await guest.says('You said from there.');
      await guest.say('call value');
      await other.says('The page says yes.');
      await guest.says('The page says yes.');
      expect(await ran(guest, other)).toHaveLength(1);
      const first = ['hello', 'You said hello.', 'from there', 'You said from there.'];
      const all = [...first, 'call value', 'The page says yes.'];
      for (const { lines } of [guest, other]) expect(await lines()).toEqual(all);

      await guest.choose('New conversation');
      await expect.poll(other.lines).toEqual([]);
      await other.say('afresh');
      await guest.says('You said afresh.');
      await guest.choose('Earlier conversations');
      await guest.window.getByRole('button', { name: /The page says yes/ }).click();
      for (const { lines } of [guest, other]) await expect.poll(lines).toEqual(all);
      expect([...guest.troubles, ...other.troubles]).toEqual([]);
    });

    test('a server that is killed is waited for: what was said meanwhile is said once', async () => {
      await arrive();
      await guest.say('before');
      await guest.says('You said before.');
      const isBack = around.system.killAndRestart(process);
      await guest.window.getByText('Offline', { exact: true }).waitFor();
      await guest.say('meanwhile');
      await guest.page.reload();
      await isBack;
      await guest.says('You said meanwhile.');
      expect(await guest.lines()).toEqual(['before', 'You said before.', 'meanwhile', 'You said meanwhile.']);
    });
  });
}
