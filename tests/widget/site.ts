import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Given {
  readonly head?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of a page. */
  readonly picture?: string;
}

/** Somebody's site, of another origin than the chat: pages by their path. */
export class Site {
  readonly origin: string;
  readonly #pages: Map<string, Given>;
  readonly #close: () => void;

  private constructor(port: number, pages: Map<string, Given>, close: () => void) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#pages = pages;
    this.#close = close;
  }

  static async open(): Promise<Site> {
    const pages = new Map<string, Given>();
    const server = createServer((request, response) => answer(pages, request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Site((server.address() as AddressInfo).port, pages, () => {
      server.close();
      server.closeAllConnections();
    });
  }

  /** The address of a page that is there from now on. */
  page(given: Given, path = `/${this.#pages.size}`): string {
    this.#pages.set(path, given);
    return this.origin + path;
  }

  close(): void {
    this.#close();
  }
}

function answer(pages: ReadonlyMap<string, Given>, { url = '/' }: IncomingMessage, response: ServerResponse): void {
  const page = pages.get(url.replace(/\?.*/, ''));
  if (!page) return void response.writeHead(204).end();
  const { head = '', body = '', headers = {}, picture } = page;
  if (picture) return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
  response.end(`<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">
<title>A site</title>${head}</head><body><main><h1>A site</h1>${body}</main></body></html>`);
}
