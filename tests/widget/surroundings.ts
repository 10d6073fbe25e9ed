import type { Chromium } from '@backchannel/stack';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launch } from '../demo/visitor.ts';
import type { System } from '../scenario/system.ts';
import { Guest } from './guest.ts';
import { type Given, Site } from './site.ts';

/** What a chat in a page needs around it: a running system, a browser, somebody's site. */
export class Surroundings<Ours extends System = System> {
  readonly system: Ours;
  readonly browser: Browser;
  readonly site: Site;
  /** Everybody who has come, and is still there. */
  readonly #guests = new Set<Guest>();

  private constructor(system: Ours, browser: Browser, site: Site) {
    this.system = system;
    this.browser = browser;
    this.site = site;
  }

  static async open<Ours extends System>(chromium: Chromium, opening: Promise<Ours>): Promise<Surroundings<Ours>> {
    const [system, browser, site] = await Promise.all([opening, launch(chromium), Site.open()]);
    return new Surroundings(system, browser, site);
  }

  /** What a site owner puts into a page. */
  tag(attributes: string): string {
    return `<script async src="${this.system.chat}/widget.js" ${attributes}></script>`;
  }

  /** Somebody comes to a page of the site. */
  arrive(page: Given, options?: BrowserContextOptions): Promise<Guest> {
    return this.visit(this.site.page(page), options);
  }

  async visit(url: string, options?: BrowserContextOptions): Promise<Guest> {
    const guest = await Guest.arrive(this.browser, url, options);
    this.#guests.add(guest);
    return guest;
  }

  /** Everybody leaves. */
  async clear(): Promise<void> {
    for (const guest of this.#guests) await guest.context.close();
    this.#guests.clear();
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.site.close();
    await this.system.stop();
  }
}
