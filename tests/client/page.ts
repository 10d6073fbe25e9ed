import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';

/** A post that the page makes with the client. */
interface Deed {
  readonly kind: 'webView' | 'returnLink';
  readonly options: unknown;
  readonly post: object;
}

export interface OutsidePage extends AsyncDisposable {
  /** What it came to: the answer and the outcome, or the error's fields. */
  run(deed: Deed): Promise<unknown>;
  /** What the browser complained about beside refusals. */
  readonly troubles: readonly string[];
}

const html = `<!doctype html><title>Pay</title><script type="module">
import * as client from '/client.js';
window.run = async ({ kind, options, post }) => {
  try {
    const door = client[kind](options);
    const answer = await door.post(post, { wait: 20 });
    return { ...answer, outcome: await door.outcome(answer.inputId) };
  } catch (error) {
    return { name: error.name, code: error.code, pointer: error.pointer, message: error.message };
  }
};
</script>`;

/** A page on an origin of its own that imports the client. */
export async function openPage(browser: Browser, source: string): Promise<OutsidePage> {
  const server = createServer(({ url }, response) => {
    const script = url === '/client.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(script ? source : html);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const troubles: string[] = [];
  const page = await browser.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    const refusal = /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !refusal) troubles.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/pay.html`);
  await page.waitForFunction('window.run');
  return {
    troubles,
    run: (deed) => page.evaluate(`window.run(${JSON.stringify(deed)})`),
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
