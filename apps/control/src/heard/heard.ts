import type { Received } from '@backchannel/messaging';
import type { Transaction } from '../store/database.ts';

/** A read model: what it makes of the log is in tables of its own. */
export interface ReadModel {
  /**
   * Records of one topic, of several partitions perhaps, each in the order of the log, in the transaction that also moves the
   * positions; never with the same record twice.
   */
  hear(trx: Transaction, records: readonly Received[]): Promise<void>;
}
