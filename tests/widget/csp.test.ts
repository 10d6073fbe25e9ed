import { hash } from 'node:crypto';
import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from './guest.ts';
import { Surroundings } from './surroundings.ts';

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
  let around: Surroundings;
  let chat: string;
  beforeAll(async () => {
    around = await Surroundings.open(found, openEmbedded({ bots: 'tests/widget/bots' }));
    chat = around.system.chat;
  });
  afterAll(() => around?.close());
  afterEach(() => around.clear());

  const socket = () => chat.replace('http', 'ws');
  const arrive = (policy: string, more: Record<string, string> = {}, attributes = '') =>
    around.arrive({
      head: watch,
      body: around.tag(`nonce="r4nd0m" data-bot="guide" ${attributes}`),
      headers: { 'content-security-policy': policy, ...more },
    });
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
    const guest = await arrive(policy);
    await guest.launcher.click();
    await guest.say('the sea');
    await guest.says('To the sea.');
    expect(await forbidden(guest)).toEqual([]);
    expect(guest.troubles).toEqual([]);
  });

  test('lets the other languages in with the app', async () => {
    const policy = `default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat} ${socket()}`;
    const guest = await arrive(policy, {}, 'data-lang="de"');
    await guest.page.getByRole('button', { name: 'Chat öffnen' }).click();
    await guest.says('Where do you want to go?');
    await guest.page.getByRole('button', { name: 'Chat schließen' }).first().waitFor();
    expect(guest.troubles).toEqual([]);
  });

  test('that isolates its page from others shows the chat, too', async () => {
    const guest = await arrive(`default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat} ${socket()}`, {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    });
    await guest.launcher.click();
    await guest.says('Where do you want to go?');
    expect(await guest.page.evaluate('crossOriginIsolated')).toBe(true);
    expect(guest.troubles).toEqual([]);
  });

  test('that forgets a part of the chat is told of it', async () => {
    const withoutApp = await arrive(
      `default-src 'none'; script-src 'nonce-r4nd0m'; script-src-elem ${chat}/widget.js ${watchHash}; connect-src ${chat}`,
    );
    await expect
      .poll(() => forbidden(withoutApp))
      .toEqual([['script-src-elem', expect.stringContaining('/widget/app-')]]);
    expect(withoutApp.troubles.join('\n')).toContain('Backchannel: not loaded; open() tries again');
    const withoutSocket = await arrive(`default-src 'none'; script-src 'nonce-r4nd0m'; connect-src ${chat}`);
    await withoutSocket.launcher.click();
    await expect.poll(() => forbidden(withoutSocket)).toContainEqual(['connect-src', `${socket()}/v1/socket`]);
  });
});
