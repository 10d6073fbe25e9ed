import { vi } from 'vitest';
import { Browser, type FakeTab } from './browser.fixture.ts';
import { FakeChat } from './chat.fixture.ts';
import { openTalk } from './talk.ts';
import type { Talk } from './talking.ts';

/** A browser and a server in the hands of a test; time passes when it says so. */
export class Stage implements Disposable {
  readonly chat: FakeChat;
  readonly browser = new Browser();
  readonly #talks: Talk[] = [];

  constructor() {
    vi.useFakeTimers();
    this.chat = new FakeChat();
  }

  load(tab: FakeTab = this.browser.tab(), server = 'http://chat'): Talk {
    const talk = openTalk({ server, botId: 'shop', tab });
    this.#talks.push(talk);
    return talk;
  }

  async started(tab?: FakeTab): Promise<Talk> {
    const talk = this.load(tab);
    talk.start();
    await passes();
    return talk;
  }

  /** The page goes away, and comes again. */
  async reload(talk: Talk, tab?: FakeTab): Promise<Talk> {
    talk.destroy();
    return await this.started(tab);
  }

  [Symbol.dispose](): void {
    for (const talk of this.#talks) talk.destroy();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
}

export const passes = async (ms = 100): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};
export const texts = ({ now }: Talk) => now.messages.map(({ text }) => text);
export const pending = ({ now }: Talk) => now.pending.map(({ text }) => text);
