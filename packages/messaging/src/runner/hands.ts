import type { Event } from '@backchannel/contracts';
import type { Received, Watch } from '../broker.ts';

/** What works on the records of a partition. One kind per kind of reader. */
export interface Hands {
  /** How many it takes at a time. */
  readonly most: number;
  /** Below which all is handled and said. */
  readonly position: number;
  /** Resolves when it can take more. Rejects only when it was told to stop. */
  work(records: readonly Received[]): Promise<void>;
  /** Goes on at `offset`; what was begun before no longer counts. */
  goTo(offset: number): void;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
}

type Handler = () => Promise<readonly Event[]>;

/** What hands get from the runner that employs them. */
export interface Employer {
  readonly group: string;
  readonly watch?: Watch | undefined;
  /** Says events until they are durable. */
  readonly say: (events: readonly Event[]) => Promise<void>;
  /** Tries a handler until it works; only `Unprocessable` comes out, or the last error when it was told to stop. */
  readonly attempt: (handler: Handler, until: AbortSignal, offset: number) => Promise<readonly Event[]>;
  /** The event that parks a record. */
  readonly park: (record: Received, error: unknown) => Event;
  /** The position has moved. */
  readonly moved: () => void;
  /** Aborted when nothing new is to be begun. */
  readonly stopping: AbortSignal;
}
