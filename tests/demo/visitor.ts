import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

interface Look {
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

/** A person with the demo open, for the first time. */
export class Visitor {
  /** What no page may have: errors, what it was forbidden to load, what it asked for in vain. */
  readonly troubles: string[] = [];
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.troubles.push(`${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => this.troubles.push(String(error.error())));
    context.on('requestfailed', (request) => this.troubles.push(`${request.url()}: ${request.failure()?.errorText}`));
  }

  static async arrive(browser: Browser, url: string, { colorScheme = 'light', ...viewport }: Look): Promise<Visitor> {
    const context = await browser.newContext({ viewport, colorScheme });
    const visitor = new Visitor(context, await context.newPage());
    await visitor.page.goto(url);
    return visitor;
  }

  /** The payment page that stands beside the chat. */
  get besides() {
    return this.page.frameLocator('#pay');
  }

  /** What the chat shows: who, and what. */
  async lines(): Promise<string[]> {
    const lines = await this.page.locator('#log .line').allInnerTexts();
    return lines.map((line) => line.replace('\n', ': '));
  }

  async say(text: string): Promise<void> {
    await this.page.getByLabel('Your message').fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }
}
