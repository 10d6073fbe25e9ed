import type { Tab } from './tab.ts';

interface Entry {
  readonly raw: string;
  readonly value: unknown;
}

/**
 * What a browser keeps for all tabs of one bot's chat, as JSON by name. What the storage does not take is kept in memory.
 * The same entry is the same object, until it is written anew.
 */
export class Kept {
  readonly prefix: string;
  readonly #storage: Tab['storage'];
  readonly #memory = new Map<string, string>();
  readonly #parsed = new Map<string, Entry>();

  constructor(storage: Tab['storage'], botId: string) {
    this.#storage = storage;
    this.prefix = `backchannel:${botId}:`;
  }

  /** Undefined: nothing, or nothing that can be read. */
  read(name: string): unknown {
    const raw = this.#memory.get(name) ?? this.#try((storage) => storage.getItem(this.prefix + name)) ?? null;
    if (raw === null) return undefined;
    const known = this.#parsed.get(name);
    if (known?.raw === raw) return known.value;
    const value = parsed(raw);
    this.#parsed.set(name, { raw, value });
    return value;
  }

  write(name: string, value: unknown): void {
    const raw = JSON.stringify(value);
    const isTaken = this.#try((storage) => {
      storage.setItem(this.prefix + name, raw);
      return true;
    });
    if (isTaken) this.#memory.delete(name);
    else this.#memory.set(name, raw);
  }

  remove(name: string): void {
    this.#memory.delete(name);
    this.#parsed.delete(name);
    this.#try((storage) => storage.removeItem(this.prefix + name));
  }

  /** All names that begin so. */
  names(beginning: string): readonly string[] {
    const found = new Set(this.#memory.keys());
    this.#try((storage) => {
      for (let at = 0; at < storage.length; at += 1) {
        const key = storage.key(at);
        if (key?.startsWith(this.prefix)) found.add(key.slice(this.prefix.length));
      }
    });
    return [...found].filter((name) => name.startsWith(beginning));
  }

  /** A storage that is full, or that a browser has taken away, is as good as none. */
  #try<Result>(use: (storage: NonNullable<Tab['storage']>) => Result): Result | undefined {
    try {
      return this.#storage ? use(this.#storage) : undefined;
    } catch {
      return undefined;
    }
  }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
