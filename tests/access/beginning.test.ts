import { InvitePerson } from '@backchannel/contracts/admin';
import { realChromium } from '@backchannel/stack';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../demo/visitor.ts';
import { adminKey, type Embedded, openEmbedded } from '../scenario/embedded.ts';

const found = await realChromium();
// Trap: to a name that is not local, over plain http, no browser says `Sec-Fetch-Site`.
const name = 'bots.test';
const args = [...found.args, `--host-resolver-rules=MAP ${name} 127.0.0.1`];
const password = 'correct horse battery staple';

describe.skipIf(found.missing).each([
  ['a desktop', { viewport: { width: 1280, height: 800 }, colorScheme: 'light', host: 'localhost' }],
  ['a phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', host: name }],
] as const)('the links that lead to a password, on %s', (_, { host, ...look }) => {
  let system: Embedded;
  let browser: Browser;
  beforeAll(async () => {
    [system, browser] = await Promise.all([openEmbedded({ bots: 'bots' }), launch({ ...found, args })]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const here = (link: string) => link.replace('localhost', host);
  const printedLink = () => here(/http\S+\/admin\/setup#token=[\w-]+/.exec(system.printed())?.[0] ?? '');

  /** Somebody else's browser, each time. */
  async function open(link: string) {
    const context = await browser.newContext(look);
    const page = await context.newPage();
    const troubles: string[] = [];
    // A refused request is a line in the console.
    page.on('console', (line) => !/status of [45]\d\d/.test(line.text()) && troubles.push(line.text()));
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(link);
    const asks = (path: string) => page.evaluate(`fetch('${path}').then((answer) => answer.json())`);
    const leave = async () => {
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(troubles).toEqual([]);
      await context.close();
    };
    return { page, asks, leave };
  }

  async function fillOwner(page: Page, more: { email?: string; password?: string } = {}) {
    await page.getByLabel('Email').fill(more.email ?? 'ada@example.org');
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill(more.password ?? password);
  }

  /** What a screen reader says of the field that has the focus. */
  const focused = (page: Page) =>
    page.evaluate(`({
      label: document.activeElement.labels?.[0]?.textContent,
      wrong: document.activeElement.getAttribute('aria-invalid') === 'true',
      described: (document.activeElement.getAttribute('aria-describedby') ?? '').split(' ')
        .map((id) => document.getElementById(id)?.textContent).filter(Boolean).join(' '),
    })`);

  const invite = async (email: string) => {
    const answer = await fetch(`${system.url}${InvitePerson.path}`, {
      method: InvitePerson.method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email, name: 'Bob', scopes: ['bots:read'], bots: null }),
    });
    return here(InvitePerson.answer.parse(await answer.json()).link);
  };

  test('what breaks a rule is said at its field, which gets the focus, and nothing is made', async () => {
    const { page, leave } = await open(printedLink());
    expect(new URL(page.url()).href).toBe(here(`${system.url}/admin/setup`));
    await page.getByRole('button', { name: 'Make the owner' }).click();
    expect(await focused(page)).toEqual({
      label: 'Email',
      wrong: true,
      described: 'An email address is needed, like name@example.org.',
    });

    await fillOwner(page, { password: 'too short' });
    await page.keyboard.press('Enter');
    expect(await focused(page)).toEqual({
      label: 'Password',
      wrong: true,
      described: 'At least 12 characters; several words are fine. The password needs 12 to 256 characters.',
    });

    // What only the server finds.
    await fillOwner(page, { email: 'ada@here' });
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toMatchObject({ label: 'Email', wrong: true });
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(1);
    await leave();
  });

  test('a password that a program has put in is looked at by the server', async () => {
    const { page, leave } = await open(printedLink());
    await fillOwner(page);
    await page.evaluate('document.getElementById("password").value = "too short"');
    await page.getByRole('button', { name: 'Make the owner' }).click();
    await expect.poll(() => page.locator('#password-wrong').innerText()).toContain('12 to 256 characters');
    await leave();
  });

  test('everything can be done with the keys alone, and the password be looked at', async () => {
    const { page, leave } = await open(printedLink());
    const reached: unknown[] = [];
    for (let at = 0; at < 5; at += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate('(document.activeElement.labels?.[0] ?? document.activeElement).textContent'));
    }
    expect(reached).toEqual(['Email', 'Name', 'Password', 'Show the password', 'Make the owner']);
    const field = page.getByLabel('Password', { exact: true });
    expect(await field.getAttribute('type')).toBe('password');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    expect(await field.getAttribute('type')).toBe('text');
    await leave();
  });

  test('the link that the log shows makes the owner once, and signs them in', async () => {
    const link = printedLink();
    const { page, asks, leave } = await open(link);
    const late = await open(link);
    await fillOwner(page);
    let answer: (() => void) | undefined;
    await page.route('**/admin/v1/setup', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.continue();
    });
    await page.getByRole('button', { name: 'Make the owner' }).click();
    await expect.poll(() => answer).toBeDefined();
    expect(await page.getByRole('status').innerText()).toBe('Sending…');
    expect(await page.getByRole('button').isDisabled()).toBe(true);
    answer?.();
    await page.getByText('Welcome, Ada').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('You are signed in');
    expect(await page.title()).toBe('You are signed in');
    expect(await asks('/admin/v1/me')).toMatchObject({ kind: 'person', name: 'Ada', bots: null });
    await page.getByRole('link').click();
    await page.getByRole('heading', { name: 'Backchannel API' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await leave();

    await fillOwner(late.page, { email: 'eve@example.org' });
    await late.page.getByRole('button', { name: 'Make the owner' }).click();
    await expect.poll(() => late.page.getByRole('alert').innerText()).toContain('not good, or not any more');
    expect(await late.page.evaluate('document.activeElement.id')).toBe('send');
    expect(await late.asks('/admin/v1/me')).toMatchObject({ code: 'unauthorized' });
    await late.leave();
  });

  test('who is invited chooses a password, once', async () => {
    const link = await invite('bob@example.org');
    for (const [attempt, told] of [
      ['first', 'Welcome, Bob.'],
      ['second', 'Ask whoever invited you for a new one.'],
    ] as const) {
      const { page, asks, leave } = await open(link);
      expect(new URL(page.url()).hash).toBe('');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Accept the invitation' }).click();
      await page.getByText(told).waitFor();
      const me = await asks('/admin/v1/me');
      expect(me).toMatchObject(attempt === 'first' ? { name: 'Bob', scopes: ['bots:read'] } : { code: 'unauthorized' });
      await leave();
    }
  });

  test('a server that is away is not an end: the next try goes through', async () => {
    const { page, leave } = await open(await invite('cy@example.org'));
    await page.route('**/admin/v1/invitation', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway' }));
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('The server answered with 502').waitFor();
    await page.unrouteAll();
    await page.keyboard.press('Enter');
    await page.getByText('Welcome, Bob').waitFor();
    await leave();
  });

  test('without a token it says what is missing, and takes it when it comes', async () => {
    const link = await invite('di@example.org');
    const { page, leave } = await open(link.replace(/#.*/, ''));
    await page.getByRole('heading', { name: 'The link is not complete' }).waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.goto(link);
    await page.getByRole('heading', { name: 'You are invited' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await page.getByText('After a reload, open the link again.').waitFor();
    await leave();
  });
});
