import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Chromium } from '@backchannel/stack';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { drawn } from '../../gallery/drawn.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { desktop } from '../../gallery/screens.ts';

export { desktop, phone } from '../../gallery/screens.ts';

/** As strict as a page can be: nothing is allowed that is not a file of its own. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Every state of the chat, in a browser. */
export class Hall {
  readonly browser: Browser;
  readonly url: string;
  readonly #stop: () => Promise<unknown>;

  private constructor(browser: Browser, url: string, stop: () => Promise<unknown>) {
    this.browser = browser;
    this.url = url;
    this.#stop = stop;
  }

  static async open({ executablePath, args }: Chromium): Promise<Hall> {
    const files = await built();
    const server = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://gallery');
      const name = pathname === '/' ? 'index.html' : pathname.slice(1);
      const body = name === 'picture.svg' ? drawn(url) : files.get(name);
      const type = name === 'picture.svg' ? 'image/svg+xml' : types[name.split('.').at(-1) ?? ''];
      response.writeHead(body === undefined ? 404 : 200, {
        'Content-Type': type ?? 'text/plain',
        'Content-Security-Policy': policy,
      });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await chromium.launch({ executablePath, args: [...args, '--disable-gpu', '--disable-quic'] });
    const stop = () => Promise.all([browser.close(), new Promise((resolve) => server.close(resolve))]);
    return new Hall(browser, `http://127.0.0.1:${port}/`, stop);
  }

  /** A person who has come to one of the states. */
  async visit(
    state: string,
    { query = '', ...options }: BrowserContextOptions & { query?: string } = desktop,
  ): Promise<Visit> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', ...options });
    const visit = new Visit(await context.newPage(), this.url);
    await visit.go(state, query);
    return visit;
  }

  close = () => this.#stop();
}

async function built(): Promise<Map<string, string>> {
  const configFile = fileURLToPath(new URL('../../vite.gallery.ts', import.meta.url));
  const result = await build({ configFile, build: { write: false } });
  const files = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  return new Map(files.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
}

export class Visit {
  /** What no page may have: errors, and what it was forbidden. */
  readonly troubles: string[] = [];
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on('console', (message) => {
      // A picture that is not there belongs to some of the states.
      if (message.type() === 'error' && !/shop\.invalid/.test(message.text() + message.location().url)) {
        this.troubles.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.troubles.push(String(error)));
  }

  go = async (state: string, query = ''): Promise<void> => {
    await this.page.goto(`${this.#url}?state=${state}${query}`);
    await this.page.locator('html[data-ready]').waitFor();
  };

  get log() {
    return this.page.getByRole('log');
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Something happens to the talk. */
  do(act: (gallery: Gallery) => void): Promise<void> {
    return this.page.evaluate(`(${String(act)})(window.gallery)`);
  }

  /** What the talk was asked to do, by that name. */
  async asked(name: string): Promise<unknown[]> {
    const all = await this.page.evaluate(() => window.gallery.talk.asked);
    return all.filter(([one]) => one === name).map(([, ...rest]) => (rest.length === 1 ? rest[0] : rest));
  }

  /** The name of what has the focus. */
  focus(): Promise<string | null> {
    return this.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot) active = active.shadowRoot.activeElement;
      return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? null;
    });
  }

  /** From here on, what is added to the live regions is kept. */
  listen(): Promise<void> {
    return this.page.evaluate(() => {
      const said: string[] = [];
      const observer = new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const { textContent } of addedNodes) said.push(textContent ?? '');
      });
      const { shadowRoot } = window.gallery.host;
      for (const live of shadowRoot?.querySelectorAll('.unseen[aria-live="polite"]') ?? []) {
        observer.observe(live, { childList: true });
      }
      Object.assign(window, { said });
    });
  }

  heard(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { said: string[] }).said);
  }

  async nextFrame(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
  }

  leave = () => this.page.context().close();
}
