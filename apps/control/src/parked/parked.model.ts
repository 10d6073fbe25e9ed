import { parkedName, topics } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { erasedAmong } from '../conversations/forget.ts';
import type { ReadModel } from '../heard/heard.ts';
import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import { contents } from './erase-parked.ts';
import { type Row, rowOf } from './parked-record.ts';

const parkedTopics = new Set(topics.map(parkedName));

/** Records that services could not process. */
export class ParkedModel implements ReadModel {
  async hear(trx: Transaction, records: readonly Received[]): Promise<void> {
    const parked = records.filter(({ envelope }) => parkedTopics.has(envelope.topic)).map(rowOf);
    if (parked.length === 0) return;
    const conversations = new Set(parked.flatMap(({ conversation_id }) => conversation_id ?? []));
    const erased = await erasedAmong(trx, [...conversations]);
    const isErased = ({ conversation_id }: Row) => conversation_id !== null && erased.has(conversation_id);
    const rows = parked.map((row) => (isErased(row) ? { ...row, ...contents } : row));
    for (const some of chunks(rows)) {
      // A service that goes on after a crash parks what it had parked.
      const insert = trx.insertInto('parked').values(some);
      await insert.onConflict((conflict) => conflict.column('id').doNothing()).execute();
    }
  }
}
