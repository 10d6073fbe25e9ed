import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { desktop } from '../../apps/widget/gallery/screens.ts';

/** A tab with a page of somebody's site, and everything that it asked for or complained about. */
export class Guest {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Of the console, and errors that nobody caught. */
  readonly troubles: string[] = [];
  readonly asked: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('request', (request) => this.asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    page.on('websocket', (socket) => this.asked.push(`socket ${new URL(socket.url()).pathname}`));
  }

  static async arrive(browser: Browser, url: string, options: BrowserContextOptions = desktop): Promise<Guest> {
    return Guest.#open(await browser.newContext({ locale: 'en-GB', ...options }), url);
  }

  static async #open(context: BrowserContext, url: string): Promise<Guest> {
    const guest = new Guest(context, await context.newPage());
    await guest.page.goto(url, { waitUntil: 'commit' });
    return guest;
  }

  /** One more tab of the same person, with the same page. */
  anotherTab(): Promise<Guest> {
    return Guest.#open(this.context, this.page.url());
  }

  get launcher() {
    return this.page.getByRole('button', { name: 'Open chat' });
  }

  /** What the chat itself is drawn in, once its app is there. */
  get chat() {
    return this.page.locator('backchannel-chat .chat');
  }

  get window() {
    return this.page.locator('backchannel-chat .window');
  }

  get log() {
    return this.page.getByRole('log');
  }

  /** The chat shows these words, and nothing else beside them. */
  says(words: string): Promise<void> {
    return this.window.getByText(words, { exact: true }).waitFor();
  }

  /** As a person does. */
  async say(words: string): Promise<void> {
    const field = this.window.getByRole('textbox');
    await field.fill(words);
    await field.press('Enter');
  }

  /** Of what can be tapped under that name, the latest. */
  async tap(name: string): Promise<void> {
    await this.window.getByRole('button', { name, exact: true }).last().click();
  }

  /** Something that can only be chosen behind "More". */
  async choose(name: string): Promise<void> {
    await this.tap('More');
    await this.window.getByRole('menuitem', { name }).click();
  }

  /** The transcript as it is read: every line's own words. */
  readonly lines = (): Promise<string[]> => this.log.locator('[data-seq] .bubble').allInnerTexts();

  /** Of the chat service; what a browser asks for by itself is left out. */
  get askedOfChat(): string[] {
    return this.asked.filter((one) => /\/(widget|v1)\b/.test(one)).map((one) => one.replace(/app-[\w-]+/, 'app'));
  }
}
