import { readFile } from 'node:fs/promises';
import { FileSettings } from '@backchannel/contracts';
import { realChromium } from '@backchannel/stack';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import type { Guest } from '../widget/guest.ts';
import type { Given } from '../widget/site.ts';
import { Surroundings } from '../widget/surroundings.ts';

const found = await realChromium();
const markdown = await readFile('docs/widget.md', 'utf8');
/** The snippets of one kind, in their order. */
const snippets = (kind: string) =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${kind}$(.*?)^\`\`\`$`, 'gms'))].map(([, snippet = '']) => snippet);
const [tag = '', early = '', button = '', ...otherHtml] = snippets('html');
const [live = '', functions = '', ...otherJs] = snippets('js');
const [look = '', ...otherJson] = snippets('json');
const [css = '', ...otherCss] = snippets('css');
const [policy = '', ...otherPolicies] = snippets('csp');

test('every snippet is run below', () => {
  expect([otherHtml, otherJs, otherJson, otherCss, otherPolicies].flat()).toEqual([]);
  expect([...markdown.matchAll(/^```\w+$/gm)]).toHaveLength(8);
});

test('the look is one that a bot can have', () => {
  expect(FileSettings.parse(JSON.parse(look))).toEqual(JSON.parse(look));
});

describe.skipIf(found.missing)('what docs/widget.md says to paste', () => {
  let around: Surroundings;
  let guest: Guest;
  beforeAll(async () => {
    around = await Surroundings.open(found, openEmbedded({ bots: 'tests/docs/bots' }));
  });
  afterAll(() => around?.close());
  afterEach(async () => {
    expect(guest.troubles).toEqual([]);
    await around.clear();
  });

  const here = (snippet: string) =>
    snippet
      .replaceAll('https://chat.example', around.system.chat)
      .replaceAll('wss://chat.example', around.system.chat.replace('http', 'ws'));
  const arrive = async (page: Given) => (guest = await around.arrive(page));
  const evaluate = (script: string): Promise<unknown> => guest.page.evaluate(script);

  test('the one line shows a chat', async () => {
    await arrive({ body: here(tag) });
    await guest.launcher.click();
    await guest.says('Hello!');
  });

  test('calls before it is there, and a button of the page', async () => {
    await arrive({ head: early, body: here(button) });
    await guest.page.locator('#help').click();
    await guest.says('Help is on its way, gold ada.');
    expect(await guest.launcher.count()).toBe(0);
    await evaluate(`Backchannel.close(); Backchannel.send('hi')`);
    await expect.poll(() => guest.page.title()).toMatch(/^\(\d\) Lamps$/);
  });

  test('calls once it is there', async () => {
    const written: string[] = [];
    await arrive({ body: here(tag) });
    guest.page.on('console', (message) => written.push(message.text()));
    await guest.launcher.click();
    await guest.says('Hello!');
    await evaluate(`{${live}}`);
    await guest.page.getByText('Aurora: 49 EUR').waitFor();
    expect(written).toEqual(['user: show me a lamp', 'bot: undefined']);
  });

  test('functions of the page', async () => {
    await arrive({ head: `<script>sessionStorage.setItem('basket', '[1, 2]');${functions}</script>`, body: here(tag) });
    await guest.launcher.click();
    await guest.say('basket');
    const kept = `Object.keys(localStorage).find((name) => name.includes(':conversation:'))`;
    await expect.poll(() => evaluate(kept)).toBeTruthy();
    const key = String(await evaluate(kept));
    await guest.says(`In it: 2, EUR, ${key.split(':').at(-1)}.`);
  });

  test('a look of the page’s own', async () => {
    await arrive({ head: `<style>${css}</style>`, body: here(tag) });
    await guest.launcher.click();
    await guest.says('Hello!');
    const looks = (selector: string, names: string) =>
      evaluate(`{
        const style = getComputedStyle(document.querySelector('backchannel-chat').shadowRoot.querySelector('${selector}'));
        '${names}'.split(' ').map((name) => style[name]);
      }`);
    await guest.page.mouse.move(0, 0);
    await expect
      .poll(() => looks('.launcher', 'backgroundColor color'))
      .toEqual(['rgb(102, 51, 153)', 'rgb(255, 255, 255)']);
    expect(await looks('.window', 'width borderTopLeftRadius fontFamily')).toEqual(['480px', '4px', 'Georgia, serif']);
    expect(await evaluate(`getComputedStyle(document.querySelector('backchannel-chat')).zIndex`)).toBe('900');
  });

  test('a policy that is strict', async () => {
    await arrive({
      body: here(tag).replace('<script', '<script nonce="r4nd0m"'),
      headers: { 'content-security-policy': here(policy).replaceAll('\n', ' ') },
    });
    await guest.launcher.click();
    await guest.says('Hello!');
    await guest.say('basket');
    await guest.says('basket');
  });
});
