import { DisableBot, EnableBot, ErasePerson, PatchSettings } from '@backchannel/contracts/admin';
import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { post } from '../scenario/outside.ts';
import { Team } from '../scenario/team.ts';
import type { Guest } from './guest.ts';
import { furnish, hostPage } from './host.ts';
import { Surroundings } from './surroundings.ts';
import { Network } from './talk-network.ts';

const chromium = await realChromium();

describe.skipIf(chromium.missing)('the chat in a browser', { timeout: 60_000 }, () => {
  let network: Network;
  let around: Surroundings<Embedded>;
  let guest: Guest;
  beforeAll(async () => {
    network = await Network.open();
    const behind = async (): Promise<Embedded> => {
      const system = await openEmbedded({ bots: 'tests/widget/bots', environment: { PUBLIC_URL: network.url } });
      network.target = Number(new URL(system.url).port);
      return { ...system, chat: network.url };
    };
    around = await Surroundings.open(chromium, behind());
    furnish(around);
  }, 120_000);
  afterAll(async () => {
    await network?.close();
    await around?.close();
  });
  afterEach(async () => {
    network.restore();
    await around.clear();
  });

  const arrive = async (attributes = 'data-open') => {
    guest = await around.arrive(hostPage(around, attributes));
  };
  const note = () => guest.window.getByText('You are offline. What you write will be sent');
  /** As outside systems need them. */
  const ids = async () => {
    const told = await guest.page.waitForFunction('window.ids');
    return (await told.jsonValue()) as { botId: string; conversationId: string; userId: string };
  };
  const posted = async (message: string) => post(around.system.ingest, { ids: await ids(), message, wait: 20 });

  test('says that there is no network, and sends everything in its order when there is one again', async () => {
    await arrive();
    await guest.say('before');
    await guest.says('You said before.');
    await guest.context.setOffline(true);
    await note().waitFor();
    for (const words of ['one', 'two']) await guest.say(words);
    await expect.poll(() => guest.window.getByText('Will be sent when you are online').count()).toBe(2);
    expect(await guest.lines()).toEqual(['before', 'You said before.']);
    await guest.context.setOffline(false);
    await guest.says('You said two.');
    await expect
      .poll(guest.lines)
      .toEqual(['before', 'You said before.', 'one', 'You said one.', 'two', 'You said two.']);
    await note().waitFor({ state: 'detached' });
  });

  test('remembers what was being sent when the page was left: said once', async () => {
    await arrive();
    await guest.say('before');
    await guest.says('You said before.');
    network.silence();
    await guest.say('into the silence');
    await guest.says('Sending…');
    network.restore();
    await guest.page.reload();
    await guest.says('You said into the silence.');
    expect(await guest.lines()).toEqual([
      'before',
      'You said before.',
      'into the silence',
      'You said into the silence.',
    ]);
    expect(await guest.window.getByText('Sending…').count()).toBe(0);
  });

  test('that has slept for hours knows at once what came meanwhile', async () => {
    await arrive();
    await guest.page.clock.install();
    await guest.say('before');
    await guest.says('You said before.');
    network.silence();
    const { body } = await posted('while you slept');
    expect(body).toMatchObject({ status: 'answered' });
    network.restore();
    expect(await guest.lines()).toEqual(['before', 'You said before.']);
    await guest.page.clock.fastForward('02:00:00');
    await guest.says('You said while you slept.');
    expect(await guest.lines()).toEqual(['before', 'You said before.', 'while you slept', 'You said while you slept.']);
  });

  test('counts what comes while it is closed, on the next page too, until somebody looks', async () => {
    await arrive('');
    await guest.launcher.click();
    await guest.say('before');
    await guest.says('You said before.');
    await guest.page.keyboard.press('Escape');
    await posted('parcel sent');
    const marked = guest.page.getByRole('button', { name: 'Open chat, 2 unread messages' });
    await marked.waitFor();
    expect(await guest.page.locator('backchannel-chat .badge').innerText()).toBe('2');
    await guest.page.reload();
    await marked.click();
    await guest.says('You said parcel sent.');
    await guest.page.keyboard.press('Escape');
    await guest.page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
  });

  test('finds earlier conversations, goes back to one, and forgets what is removed', async () => {
    await arrive();
    for (const words of ['first', 'second']) {
      await guest.choose('New conversation');
      await guest.say(words);
      await guest.says(`You said ${words}.`);
    }
    await guest.page.reload();
    await guest.choose('Earlier conversations');
    await guest.window.getByRole('button', { name: /You said first/ }).click();
    await guest.says('You said first.');
    await guest.choose('Earlier conversations');
    const row = guest.window.getByRole('listitem').filter({ hasText: 'You said second.' });
    await row.getByRole('button', { name: 'Remove from this browser' }).click();
    await guest.tap('Back');
    await guest.page.reload();
    await guest.says('You said first.');
    expect(await guest.page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('You said second.');
  });

  test('of which everything was erased shows nothing of it, keeps nothing, and begins anew', async () => {
    await arrive();
    await guest.say('a secret');
    await guest.says('You said a secret.');
    const { botId, userId } = await ids();
    await new Team(around.system).asks(ErasePerson, { body: { botId, userId } });
    await guest.says('This conversation has been erased.');
    expect(await guest.lines()).toEqual([]);
    expect(await guest.page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('a secret');
    await guest.tap('New conversation');
    await guest.say('hello');
    await guest.says('You said hello.');
  });

  /** What chat says to the page about the bot, once it has heard of a change. */
  const door = () =>
    expect.poll(async () => {
      const headers = { origin: around.site.origin };
      const response = await fetch(`${around.system.url}/v1/bots/kinds/look`, { headers });
      const { enabled, code } = (await response.json()) as { enabled?: boolean; code?: string };
      return code ?? enabled;
    });

  test('whose bot is switched off says so; what was said then can be sent when it is on again', async () => {
    const team = new Team(around.system);
    await arrive();
    await guest.say('before');
    await guest.says('You said before.');
    await team.asks(DisableBot, { params: { botId: 'kinds' } });
    await door().toBe(false);
    await guest.say('is anybody there?');
    await guest.window.getByText('Not sent').waitFor();
    await team.asks(EnableBot, { params: { botId: 'kinds' } });
    await door().toBe(true);
    await guest.tap('Send again');
    await guest.says('You said is anybody there?.');
  });

  test('that its page may no longer show is not there any more', async () => {
    await arrive();
    await guest.say('before');
    await guest.says('You said before.');
    const origins = ['https://elsewhere.example'];
    await new Team(around.system).asks(PatchSettings, { params: { botId: 'kinds' }, body: { origins } });
    await door().toBe('origin_forbidden');
    await guest.context.setOffline(true);
    await note().waitFor();
    await guest.context.setOffline(false);
    await guest.says('The chat is not available on this page.');
    expect(await guest.window.getByRole('textbox').count()).toBe(0);
  });
});
