import { Variables } from '@backchannel/contracts';
import { z } from 'zod';
import type { Database } from '../store/database.ts';
import type { Kept } from './kept.ts';

const Brought = z.looseObject({ variables: Variables.default({}) });

/**
 * What outside systems have posted since the last answer, which knows nothing of it yet: what session has applied, as the
 * journal tells it. A post that waited for the answer is applied at its moment.
 */
export async function postedSince(db: Database, { id, answeredAt }: Kept): Promise<Variables> {
  const rows = await db
    .selectFrom('journal_inputs')
    .innerJoin('journal_values', (join) =>
      join
        .onRef('journal_values.conversation_id', '=', 'journal_inputs.conversation_id')
        .onRef('journal_values.input_id', '=', 'journal_inputs.id'),
    )
    .select('journal_values.value')
    .where('journal_inputs.conversation_id', '=', id)
    .where('journal_inputs.kind', '=', 'posted')
    .where('journal_inputs.outcome', '=', 'applied')
    .where('journal_inputs.settled_at', '>=', answeredAt ?? 0)
    .where('journal_values.what', '=', 'input')
    .orderBy('journal_inputs.at')
    .orderBy('journal_inputs.id')
    .execute();
  return Object.assign({}, ...rows.map(({ value }) => Brought.parse(JSON.parse(value)).variables)) as Variables;
}
