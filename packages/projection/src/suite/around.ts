import type { Slots } from '../slots.ts';

type Call = () => Promise<unknown>;

/** The same slots, with something around each call. */
export function around(slots: Slots, wrap: (name: keyof Slots, call: Call) => Promise<unknown>): Slots {
  return new Proxy(slots, {
    get(_, name: keyof Slots) {
      return (...args: unknown[]) => {
        // Looked up when it is called: the store may have been exchanged meanwhile.
        const call = () => (slots[name] as (...args: unknown[]) => Promise<unknown>).apply(slots, args);
        return wrap(name, call);
      };
    },
  });
}

/** The names of the calls that reach the slots, in their order. */
export function recorded(slots: Slots): { readonly slots: Slots; readonly calls: string[] } {
  const calls: string[] = [];
  const noting = around(slots, (name, call) => {
    calls.push(name);
    return call();
  });
  return { slots: noting, calls };
}

export function before(slots: Slots, which: keyof Slots, what: () => unknown): Slots {
  return around(slots, async (name, call) => {
    if (name === which) await what();
    return call();
  });
}

export function after(slots: Slots, which: keyof Slots, what: () => unknown): Slots {
  return around(slots, async (name, call) => {
    const result = await call();
    if (name === which) await what();
    return result;
  });
}
