import type { Tab } from './tab.ts';

/** A browser: what its tabs keep in common, and what each is told of the others. */
export class Browser {
  readonly items = new Map<string, string>();
  readonly tabs = new Set<FakeTab>();
  /** As in private windows of some browsers. */
  isForbidden = false;
  readonly locks = oneLock();

  tab(more: Partial<Tab> = {}): FakeTab {
    const tab = new FakeTab(this, more);
    this.tabs.add(tab);
    return tab;
  }
}

export class FakeTab implements Tab {
  readonly events = new EventTarget();
  readonly locks: Tab['locks'];
  readonly storage: Tab['storage'];
  readonly frame: Tab['frame'];
  chatbot: unknown;
  #isVisible = true;
  readonly #browser: Browser;

  constructor(browser: Browser, more: Partial<Tab>) {
    const { locks = browser.locks, storage = storageOf(browser, this), frame = (draw) => void setTimeout(draw) } = more;
    this.#browser = browser;
    this.locks = locks;
    this.storage = storage;
    this.frame = frame;
  }

  readonly isVisible = () => this.#isVisible;
  readonly pageFunctions = () => this.chatbot;

  show(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.tell('visibilitychange');
  }

  tell(name: string, more: object = {}): void {
    this.events.dispatchEvent(Object.assign(new Event(name), more));
  }

  close(): void {
    this.#browser.tabs.delete(this);
  }
}

function storageOf(browser: Browser, own: FakeTab): NonNullable<Tab['storage']> {
  const use = () => {
    if (browser.isForbidden) throw new DOMException('no', 'SecurityError');
    return browser.items;
  };
  const changed = (key: string) => {
    for (const tab of browser.tabs) if (tab !== own) queueMicrotask(() => tab.tell('storage', { key }));
  };
  return {
    get length() {
      return use().size;
    },
    // In an order that nobody can count on.
    key: (at) => [...use().keys()].toSorted()[at] ?? null,
    getItem: (key) => use().get(key) ?? null,
    setItem: (key, value) => {
      if (use().get(key) === value) return;
      browser.items.set(key, value);
      changed(key);
    },
    removeItem: (key) => {
      if (use().delete(key)) changed(key);
    },
  };
}

/** Web Locks, as far as they are used. */
function oneLock(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, work: () => unknown) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return { request } as Pick<LockManager, 'request'>;
}
