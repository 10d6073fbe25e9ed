import { ConversationLog } from '@backchannel/contracts';
import type { Expression, ExpressionBuilder, OnConflictDatabase, OnConflictTables } from 'kysely';
import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { type Entry, emptyEntry, type Named, type Subject, type Value } from './entry.ts';

/** What is known of these inputs, each with an entry. */
export async function entriesOf(trx: Transaction, subjects: readonly Subject[]): Promise<Map<string, Entry>> {
  const entries = new Map(subjects.map((subject) => [subject.inputId, emptyEntry(subject)]));
  for (const ids of chunks([...entries.keys()])) {
    const known = await trx.selectFrom('journal_inputs').selectAll().where('id', 'in', ids).execute();
    for (const entry of known) entries.set(entry.id, entry);
  }
  return entries;
}

/**
 * Writes what the records of one topic have made of entries. Readers of other topics write the same rows at the same time:
 * each only its own columns; what several know is taken over where it was missing. Answers those that are about a
 * conversation that nobody has.
 */
export async function writeEntries(
  trx: Transaction,
  topic: string,
  entries: Iterable<Entry>,
): Promise<readonly Named[]> {
  const nobodys: Named[] = [];
  const own = columnsOf[topic];
  if (!own) return nobodys;
  const columns = [...everybodys, ...own];
  // In one order, whoever writes: so that two transactions never wait for each other.
  const sorted = [...entries].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const some of chunks(sorted)) {
    const written = await trx
      .insertInto('journal_inputs')
      .values(some.map((entry) => pick(entry, columns) as Entry))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          ...Object.fromEntries(own.map((name) => [name, eb.ref(`excluded.${name}`)])),
          ...(shared(eb, topic) as Record<string, Expression<never>>),
        })),
      )
      .returning(['id', 'conversation_id', 'code'])
      .execute();
    nobodys.push(...written.filter(({ code }) => code === 'conversation_unknown'));
  }
  return nobodys;
}

export async function writeValues(trx: Transaction, values: readonly Value[]): Promise<void> {
  for (const some of chunks(values)) {
    await trx
      .insertInto('journal_values')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

type Column = keyof Entry;
type Conflict = ExpressionBuilder<OnConflictDatabase<Tables, 'journal_inputs'>, OnConflictTables<'journal_inputs'>>;

const everybodys: readonly Column[] = [
  ...(['id', 'conversation_id', 'bot_id', 'at', 'door', 'kind', 'endpoint', 'turn'] as const),
];
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  'conversation.log': [
    ...(['accepted_at', 'dedupe', 'redrives', 'names', 'replied_at', 'answered_at', 'failed', 'leaves'] as const),
    ...(['replies', 'notes', 'trace', 'session'] as const),
  ],
  'turn.opened': ['opened_at'],
  'input.tracked': ['settled_at', 'outcome', 'code', 'pointer', 'note', 'delivered_at'],
};

/** What the log says of an input counts more than what others say; the turn is the same, whoever says it. */
function shared(eb: Conflict, topic: string) {
  const [mine, known] =
    topic === ConversationLog.name ? (['excluded', before] as const) : ([before, 'excluded'] as const);
  const first = <Name extends 'bot_id' | 'door' | 'kind' | 'endpoint' | 'turn'>(name: Name) =>
    eb.fn.coalesce(eb.ref(`${mine}.${name}`), eb.ref(`${known}.${name}`));
  return {
    bot_id: first('bot_id'),
    door: first('door'),
    kind: first('kind'),
    endpoint: first('endpoint'),
    turn: first('turn'),
    at: eb
      .case()
      .when('excluded.accepted_at', 'is not', null)
      .then(eb.ref('excluded.at'))
      .when('journal_inputs.accepted_at', 'is not', null)
      .then(eb.ref('journal_inputs.at'))
      .when('excluded.at', '<', eb.ref('journal_inputs.at'))
      .then(eb.ref('excluded.at'))
      .else(eb.ref('journal_inputs.at'))
      .end(),
  };
}

const before = 'journal_inputs';

function pick(entry: Entry, columns: readonly Column[]): Partial<Entry> {
  return Object.fromEntries(columns.map((name) => [name, entry[name]]));
}
