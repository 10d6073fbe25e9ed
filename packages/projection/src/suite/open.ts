import type { Slots } from '../slots.ts';

export interface TestStore extends AsyncDisposable {
  readonly slots: Slots;
  /** Keeps a copy of all that the store holds now. */
  snapshot(): Promise<void>;
  /** The store holds again what it held when `snapshot` was called, nothing if it never was, and does not tell. */
  restore(): Promise<void>;
}

/** Opens a store that nobody has written to. */
export type OpenSlots = () => Promise<TestStore>;
