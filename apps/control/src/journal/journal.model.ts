import { ConversationLog } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { ReadModel } from '../heard/heard.ts';
import type { Transaction } from '../store/database.ts';
import { ConversationBots } from './conversation-bots.ts';
import { bare, type Entry, subjectOf, type Value } from './entry.ts';
import { erasedAmong, eraseInputs, eraseJournal } from './erase-journal.ts';
import { hear } from './hear.ts';
import { entriesOf, writeEntries, writeValues } from './write-journal.ts';

/** What became of every input, in whatever order its topics tell of it. */
export class JournalModel implements ReadModel {
  async hear(trx: Transaction, records: readonly Received[]): Promise<void> {
    const about = records.flatMap((record) => {
      const subject = subjectOf(record);
      return subject ? [{ record, subject }] : [];
    });
    const [first] = about;
    if (!first) return;
    const { topic } = first.record.envelope;
    const entries = await entriesOf(
      trx,
      about.map(({ subject }) => subject),
    );
    const bots = await ConversationBots.of(trx, about);
    const values: Value[] = [];
    for (const { record, subject } of about) {
      const entry = entries.get(subject.inputId);
      if (!entry) continue;
      const isNew = entry.accepted_at === null;
      values.push(...hear(entry, record));
      if (isNew && entry.accepted_at !== null) bots.accepted(entry);
    }
    const kept = topic === ConversationLog.name ? await withoutErased(trx, entries, values) : values;
    const nobodys = await writeEntries(trx, topic, entries.values());
    await writeValues(trx, kept);
    // Of a conversation that nobody has no erasure would find them.
    if (nobodys.length > 0) await eraseInputs(trx, nobodys);
  }
}

/** Whoever was erased leaves no more behind, whenever it comes. */
async function withoutErased(trx: Transaction, entries: ReadonlyMap<string, Entry>, values: readonly Value[]) {
  const conversations = new Set([...entries.values()].map(({ conversation_id }) => conversation_id));
  const gone = await erasedAmong(trx, conversations);
  const going = [...entries.values()].filter((entry) => entry.leaves === 'erased' && !gone.has(entry.conversation_id));
  for (const { conversation_id } of going) gone.add(conversation_id);
  if (gone.size === 0) return values;
  if (going.length > 0) await eraseJournal(trx, [...new Set(going.map(({ conversation_id }) => conversation_id))]);
  for (const entry of entries.values()) if (gone.has(entry.conversation_id)) bare(entry);
  return values.filter(({ conversation_id }) => !gone.has(conversation_id));
}
