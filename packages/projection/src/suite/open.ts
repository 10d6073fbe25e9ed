import type { Slots } from '../slots.ts';

export interface TestStore extends AsyncDisposable {
  readonly slots: Slots;
}

/** Opens a store that nobody has written to. */
export type OpenSlots = () => Promise<TestStore>;
