interface Group {
  busy: number;
  readonly waiting: Set<() => void>;
}

/** How many may be in at once: of all, and of one group. Who waits is let in group after group, within a group in order. */
export class Places {
  readonly #limits: { readonly all: number; readonly group: number };
  readonly #groups = new Map<string, Group>();
  #busy = 0;

  constructor(limits: { readonly all: number; readonly group: number }) {
    this.#limits = limits;
  }

  /** Does the work as soon as there is a place; rejects with the signal's reason when there was none until then. */
  async run<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const group = await this.#enter(name, signal);
    try {
      return await work();
    } finally {
      group.busy--;
      this.#busy--;
      this.#tidy(name, group);
      this.#letIn();
    }
  }

  async #enter(name: string, signal: AbortSignal): Promise<Group> {
    signal.throwIfAborted();
    const group = this.#groups.get(name) ?? { busy: 0, waiting: new Set() };
    this.#groups.set(name, group);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = () => {
      if (!group.waiting.delete(resolve)) return;
      this.#tidy(name, group);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    group.waiting.add(resolve);
    this.#letIn();
    await promise.finally(() => signal.removeEventListener('abort', stop));
    return group;
  }

  #letIn(): void {
    if (this.#busy >= this.#limits.all) return;
    for (const [name, group] of this.#groups) {
      const [first] = group.waiting;
      if (!first || group.busy >= this.#limits.group) continue;
      group.waiting.delete(first);
      group.busy++;
      this.#busy++;
      // To the end: the other groups come first now.
      this.#groups.delete(name);
      this.#groups.set(name, group);
      first();
      return;
    }
  }

  #tidy(name: string, group: Group): void {
    if (group.busy === 0 && group.waiting.size === 0) this.#groups.delete(name);
  }
}
