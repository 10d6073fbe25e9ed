import type { TurnAnswered } from '@backchannel/contracts';

/** A running Backchannel, reached only through its doors. */
export interface System {
  readonly ingest: string;
  readonly chat: string;
  /** What can be killed. */
  readonly processes: readonly string[];
  /** `kill -9`, and started again; resolves when it is ready. */
  killAndRestart(process: string): Promise<void>;
  /** Where the store can go back by itself: remembers it now, and what it gives puts it back to that. */
  remember?(): Promise<() => Promise<void>>;
  /** Every answer that the log has. It may have to end for that. */
  answers(): Promise<readonly TurnAnswered[]>;
  stop(): Promise<void>;
}

/** One that teams can manage. */
export interface ManagedSystem extends System {
  readonly control: string;
  /** May do everything there. */
  readonly adminKey: string;
}
