import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from './guest.ts';
import type { Given } from './site.ts';
import { Surroundings } from './surroundings.ts';

const found = await realChromium();

/** A page that writes down everything that it can hear. */
const listen = `<script>
  window.heard = [];
  window.Backchannel ||= [];
  for (const name of ['open', 'close', 'message', 'turn', 'unread', 'status', 'conversation'])
    Backchannel.push(['on', name, (what) => heard.push([name, what])]);
</script>`;

describe.skipIf(found.missing)('window.Backchannel', () => {
  let around: Surroundings;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(found, openEmbedded({ bots: 'tests/widget/bots' }));
  });
  afterAll(() => around?.close());
  afterEach(() => around.clear());

  const tag = (more = '') => around.tag(`data-bot="guide" ${more}`);
  const arrive = async (page: Given) => (guest = await around.arrive(page));
  const evaluate = (script: string): Promise<unknown> => guest.page.evaluate(script);
  const ready = () => guest.page.waitForFunction('window.Backchannel && !Array.isArray(Backchannel)');
  /** What was heard under one name. */
  const heard = async (name: string) =>
    ((await evaluate('window.heard')) as [string, unknown][]).filter(([one]) => one === name).map(([, what]) => what);
  const texts = async () =>
    ((await heard('message')) as { from: string; text?: string }[]).map(({ from, text }) => `${from}: ${text}`);

  test('does what was asked of it before it was there, in that order, and tells what comes of it', async () => {
    await arrive({
      head: `${listen}<script>
        Backchannel.push(['identify', { userId: 'ada', attributes: { level: 7 } }]);
        Backchannel.push(['open'], ['send', 'who am I'], ['close']);
      </script>`,
      body: tag(),
    });
    await expect.poll(texts).toEqual(['bot: Where do you want to go?', 'user: who am I', 'bot: You are ada, level 7.']);
    expect([await heard('open'), await heard('close')]).toEqual([[null], [null]].map(() => [undefined]));
    expect(await heard('status')).toEqual(['connecting', 'online']);
    expect(await heard('conversation')).toEqual([
      { conversationId: expect.any(String), userId: 'ada', botId: 'guide' },
    ]);
    const turns = (await heard('turn')) as { working: boolean }[];
    expect(turns.length).toBeGreaterThan(0);
    expect(turns.at(-1)).toEqual({ working: false });
    expect((await heard('unread')).at(-1)).toBe(2);
    expect(guest.troubles).toEqual([]);
  });

  test('sends without a window, opens and closes it, and stops telling who has heard enough', async () => {
    await arrive({ head: listen, body: tag('data-launcher="none"') });
    await ready();
    await evaluate(`Backchannel.send('  the hills ')`);
    await expect.poll(texts).toContain('bot: To the hills.');
    expect([await guest.window.isVisible(), await guest.launcher.count()]).toEqual([false, 0]);
    await evaluate(
      `{ const off = Backchannel.on('open', () => heard.push(['other', 1])); off(); Backchannel.open(); }`,
    );
    await guest.says('To the hills.');
    await evaluate('Backchannel.close()');
    await guest.window.waitFor({ state: 'hidden' });
    expect([await heard('open'), await heard('close'), await heard('other')].map((all) => all.length)).toEqual([
      1, 1, 0,
    ]);
    expect((await heard('unread')).at(-1)).toBe(0);
  });

  test('goes on where the person was: the conversation and the window are as on the page before', async () => {
    await arrive({ head: listen, body: tag() });
    await guest.launcher.click();
    await guest.says('Where do you want to go?');
    const [first] = await heard('conversation');
    await guest.page.goto(around.site.page({ head: listen, body: `<input autofocus>${tag()}` }));
    await guest.says('Where do you want to go?');
    expect(await heard('conversation')).toEqual([first]);
    expect(await heard('message')).toEqual([]);
    // Whoever reads on, or has begun to write, is left alone.
    expect(await evaluate('document.activeElement.tagName')).toBe('INPUT');
    await evaluate('Backchannel.close()');
    await guest.page.goto(around.site.page({ head: listen, body: tag('data-open') }));
    await expect.poll(() => heard('status')).toEqual(['connecting', 'online']);
    expect([await guest.window.isVisible(), await heard('open')]).toEqual([false, []]);
  });

  test('opens by itself where the tag says so', async () => {
    await arrive({ body: tag('data-open') });
    await guest.says('Where do you want to go?');
  });

  test('has nothing to do with a page that nobody talks on, but connects where somebody has talked', async () => {
    await arrive({ body: tag() });
    await ready();
    await evaluate(`Backchannel.send('the moon')`);
    await expect.poll(() => guest.askedOfChat).toContain('socket /v1/socket');
    await expect.poll(() => evaluate('localStorage.length')).toBeGreaterThan(0);
    guest.asked.length = 0;
    await guest.page.reload();
    await expect.poll(() => guest.askedOfChat).toContain('socket /v1/socket');
    expect(guest.askedOfChat).not.toContain('POST /v1/conversations');
  });

  test('does not go on for one person with what another one has said', async () => {
    await arrive({ head: `${listen}<script>Backchannel.push(['identify', { userId: 'ada' }])</script>`, body: tag() });
    await guest.launcher.click();
    await guest.says('Where do you want to go?');
    guest.asked.length = 0;
    await guest.page.goto(
      around.site.page({
        head: `${listen}<script>Backchannel.push(['identify', { userId: 'bob' }])</script>`,
        body: tag('data-launcher="none"'),
      }),
    );
    await guest.chat.waitFor({ state: 'attached' });
    await evaluate(`Backchannel.send('who am I')`);
    await expect.poll(texts).toContain('bot: You are bob, level .');
    expect((await heard('conversation')) as object[]).toMatchObject([{ userId: 'bob' }]);
    expect(guest.askedOfChat.filter((one) => one.startsWith('socket'))).toHaveLength(1);
  });

  test('says what a page got wrong, and does nothing else', async () => {
    await arrive({ body: tag() });
    await ready();
    await evaluate(`{
      const off = Backchannel.on('massage', () => {});
      off();
      Backchannel.on('message');
      Backchannel.send(42);
      Backchannel.send('   ');
      Backchannel.identify('ada');
      Backchannel.render({});
      Backchannel.push(['opne'], ['constructor'], ['__proto__']);
    }`);
    const events = 'open,close,message,turn,unread,status,conversation';
    const methods = 'open,close,destroy,send,identify,on,render';
    const complaints = [
      `on() takes one of ${events}, and a function`,
      `on() takes one of ${events}, and a function`,
      'send() takes a text',
      'send() takes a text',
      'identify() takes an object',
      'render() takes a function',
      ...['opne', 'constructor', '__proto__'].map((name) => `there is no ${name}(), but ${methods}`),
    ];
    expect(guest.troubles).toEqual(complaints.map((complaint) => `Backchannel: ${complaint}`));
    await evaluate(`Backchannel.identify({ userId: 7 }); Backchannel.open()`);
    await guest.window.waitFor();
    expect(guest.troubles.at(-1)).toBe('Backchannel: identify() takes a userId of 1 to 100 characters');
  });

  test('is not stopped by a listener that throws', async () => {
    await arrive({
      head: `<script>window.Backchannel = [['on', 'open', () => { throw new Error('of the page') }]]</script>${listen}`,
      body: tag(),
    });
    await guest.launcher.click();
    await expect.poll(() => heard('open')).toHaveLength(1);
    await guest.window.waitFor();
    expect(guest.troubles).toEqual(['Error: of the page']);
  });

  test('is gone when it was destroyed, and can come again', async () => {
    await arrive({ head: listen, body: tag() });
    await guest.launcher.click();
    await guest.says('Where do you want to go?');
    await evaluate('window.before = Backchannel; Backchannel.destroy(); heard.length = 0');
    expect(await evaluate(`['Backchannel' in window, document.querySelectorAll('backchannel-chat').length]`)).toEqual([
      false,
      0,
    ]);
    await evaluate(`{ before.open(); before.send('x'); before.destroy(); document.body.append('more'); }`);
    const again = async () => {
      guest.asked.length = 0;
      await evaluate(`{
        const script = Object.assign(document.createElement('script'), { src: '${around.system.chat}/widget.js' });
        script.dataset.bot = 'guide';
        document.head.append(script);
      }`);
    };
    await again();
    await guest.says('Where do you want to go?');
    expect(await heard('open')).toEqual([]);
    // Before its app is there, too.
    await evaluate('Backchannel.destroy()');
    await guest.page.route('**/look', async (route) => {
      await evaluate('Backchannel.destroy()');
      await route.fallback();
    });
    await again();
    await guest.page.waitForResponse('**/look');
    await guest.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
    expect([await guest.page.locator('backchannel-chat').count(), guest.askedOfChat]).toEqual([
      0,
      ['GET /widget.js', 'GET /v1/bots/guide/look'],
    ]);
    expect(guest.troubles).toEqual([]);
  });

  const hostile: readonly [name: string, script: string][] = [
    [
      'has added to what everything has',
      `for (const one of [Array, String, Object, Function, Promise, Map, Node])
         one.prototype.extend = one.prototype.last = function () { return 'no'; };`,
    ],
    [
      'lets nobody add to it',
      `for (const one of [Object, Array, Function, Promise, Map, Set, String, RegExp, Error, Date])
         Object.freeze(one) && Object.freeze(one.prototype);`,
    ],
    ['has an element of that name', `document.write('<form id="Backchannel" name="Backchannel"></form>')`],
    ['uses the names of its own', `window.open = window.find = window.name = window.status = window.root = 'no';`],
  ];
  test.each(hostile)('works on a page that %s', async (_, script) => {
    await arrive({ head: `<script>${script}</script>`, body: tag() });
    // Without Playwright's own scripts in the page, which may not work there.
    await expect.poll(() => evaluate(`typeof Backchannel?.send`)).toBe('function');
    await evaluate(`Backchannel.open(); Backchannel.send('the sea')`);
    await expect
      .poll(() => evaluate(`document.querySelector('backchannel-chat')?.shadowRoot.textContent`))
      .toMatch(/Where do you want to go\?.*the sea.*To the sea\./s);
    expect(guest.troubles).toEqual([]);
  });
});
