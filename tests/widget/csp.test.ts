import { hash } from 'node:crypto';
import { realChromium } from '@backchannel/stack';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../demo/visitor.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { Guest } from './guest.ts';
import { Site } from './site.ts';

const found = await realChromium();

/** Every page tells what its policy has forbidden, whatever the console makes of it. */
const watch = `<script nonce="r4nd0m">
  window.forbidden = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => forbidden.push([effectiveDirective, blockedURI]));
</script>`;

/** What a policy names a script by that stands in the page. */
const inside = /<script[^>]*>([^]*)<\/script>/.exec(watch)?.[1] ?? '';
const watchHash = `'sha256-${hash('sha256', inside, 'base64')}'`;

describe.skipIf(found.missing)('a page with a strict policy', () => {
  let system: Embedded;
  let browser: Browser;
  let site: Site;
  let chat: string;
  beforeAll(async () => {
    [system, browser, site] = await Promise.all([
      openEmbedded({ bots: 'tests/widget/bots' }),
      launch(found),
      Site.open(),
    ]);
    chat = system.url;
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await system?.stop();
  });

  const socket = () => chat.replace('http', 'ws');
  const arrive = async (policy: string, more: Record<string, string> = {}, attributes = '') => {
    const guest = await Guest.arrive(
      browser,
      site.page({
        head: watch,
        body: `<script async nonce="r4nd0m" src="${chat}/widget.js" data-bot="guide" ${attributes}></script>`,
        headers: { 'content-security-policy': policy, ...more },
      }),
    );
    return Object.assign(guest, { [Symbol.asyncDispose]: () => guest.context.close() });
  };
  const forbidden = (guest: Guest) => guest.page.evaluate('window.forbidden');

  const scripts: readonly [name: string, scripts: (chat: string) => string][] = [
    ['a nonce', () => `script-src 'nonce-r4nd0m'`],
    ['a nonce, and what that brings along', () => `script-src 'nonce-r4nd0m' 'strict-dynamic'`],
    ['the host of the chat', (at) => `script-src ${at} ${watchHash}`],
    ['its two paths', (at) => `script-src ${at}/widget.js ${at}/widget/ ${watchHash}`],
    [
      'trusted types alone',
      () => `script-src 'nonce-r4nd0m'; require-trusted-types-for 'script'; trusted-types 'none'`,
    ],
  ];
  test.each(scripts)('that lets scripts in by %s has nothing against a conversation', async (_, scriptsOf) => {
    const policy = `default-src 'none'; ${scriptsOf(chat)}; connect-src ${chat} ${socket()}`;
    await using guest = await arrive(policy);
    await guest.launcher.click();
    await guest.say('the sea');
    await guest.says('To the sea.');
    expect(await forbidden(guest)).toEqual([]);
    expect(guest.troubles).toEqual([]);
  });

  test('lets the other languages in with the app', async () => {
    const policy = `default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat} ${socket()}`;
    await using guest = await arrive(policy, {}, 'data-lang="de"');
    await guest.page.getByRole('button', { name: 'Chat öffnen' }).click();
    await guest.says('Where do you want to go?');
    await guest.page.getByRole('button', { name: 'Chat schließen' }).first().waitFor();
    expect(guest.troubles).toEqual([]);
  });

  test('that isolates its page from others shows the chat, too', async () => {
    await using guest = await arrive(`default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat} ${socket()}`, {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    });
    await guest.launcher.click();
    await guest.says('Where do you want to go?');
    expect(await guest.page.evaluate('crossOriginIsolated')).toBe(true);
    expect(guest.troubles).toEqual([]);
  });

  test('that forgets a part of the chat is told of it', async () => {
    await using withoutApp = await arrive(
      `default-src 'none'; script-src 'nonce-r4nd0m'; script-src-elem ${chat}/widget.js ${watchHash}; connect-src ${chat}`,
    );
    await expect
      .poll(() => forbidden(withoutApp))
      .toEqual([['script-src-elem', expect.stringContaining('/widget/app-')]]);
    expect(withoutApp.troubles.join('\n')).toContain('Backchannel: not loaded; open() tries again');
    await using withoutSocket = await arrive(`default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat}`);
    await withoutSocket.launcher.click();
    await expect.poll(() => forbidden(withoutSocket)).toContainEqual(['connect-src', `${socket()}/v1/socket`]);
  });
});
