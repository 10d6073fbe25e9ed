import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Nothing of the browser's own may want to reach the world. */
const alone = ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'];

export function launch({
  executablePath,
  args,
}: {
  executablePath: string;
  args: readonly string[];
}): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...args, ...alone] });
}

type OutsidePage = Page | FrameLocator;

/** A person with the shop open, for the first time. */
export class Visitor {
  /** What no page may have: errors, what it was forbidden to load, what it asked for in vain. */
  readonly troubles: string[] = [];
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #isNarrow: boolean;

  private constructor(context: BrowserContext, page: Page, isNarrow: boolean) {
    this.context = context;
    this.page = page;
    this.#isNarrow = isNarrow;
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.troubles.push(`${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => this.troubles.push(String(error.error())));
    context.on('requestfailed', (request) => this.troubles.push(`${request.url()}: ${request.failure()?.errorText}`));
  }

  static async arrive(browser: Browser, url: string, { colorScheme = 'light', ...viewport }: Look): Promise<Visitor> {
    const isNarrow = viewport.width < 600;
    // As sharp as such screens are.
    const deviceScaleFactor = isNarrow ? 2 : 1;
    const context = await browser.newContext({ viewport, deviceScaleFactor, colorScheme, reducedMotion: 'reduce' });
    const visitor = new Visitor(context, await context.newPage(), isNarrow);
    await visitor.page.goto(url);
    return visitor;
  }

  get chat() {
    return this.page.locator('backchannel-chat');
  }

  /** Of the strip, the latest post. */
  get latest() {
    return this.page.locator('#posts > li').first();
  }

  /** Chooses one of the shop's paths, which goes on in the chat. */
  async tries(path: string): Promise<void> {
    await this.page.getByRole('button', { name: path }).click();
  }

  async says(text: string): Promise<void> {
    await this.chat.getByRole('textbox').fill(text);
    await this.chat.getByRole('textbox').press('Enter');
  }

  async taps(name: string): Promise<void> {
    await this.chat.getByRole('button', { name, exact: true }).last().click();
  }

  /** The chat shows this, and all of it. */
  async sees(text: string): Promise<void> {
    await this.chat.getByRole('log').getByText(text, { exact: true }).last().waitFor({ timeout: 15_000 });
  }

  async closes(): Promise<void> {
    await this.chat.getByRole('button', { name: 'Close' }).first().click();
  }

  /** Opens a page from the chat: over it, or, on a phone, as a window of its own. */
  async opens(link: string): Promise<OutsidePage> {
    const button = this.chat.getByRole('link', { name: link, exact: true }).last();
    if (!this.#isNarrow) {
      await button.click();
      return this.chat.frameLocator('iframe');
    }
    const [page] = await Promise.all([this.context.waitForEvent('page'), button.click()]);
    return page;
  }

  /** The lights of the latest post: the names of those that are on, and their times. */
  async lights(): Promise<{ names: string[]; ms: number[] }> {
    const all = await this.latest.locator('.lights > li.on').all();
    const names = await Promise.all(all.map(async (light) => (await light.getAttribute('data-step')) ?? ''));
    const ms = await Promise.all(all.map(async (light) => Number.parseInt(await light.locator('.ms').innerText())));
    return { names, ms };
  }
}
