import { ConversationLog, type InputTracked, type Line, Tracking } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { ReadModel } from '../heard/heard.ts';
import type { Transaction } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import { confirm, forget } from './forget.ts';
import { hear, subjectOf } from './hear.ts';
import { addLines, lockKept, writeKept } from './kept.store.ts';
import type { Kept } from './kept.ts';

/** Conversations and their transcripts, as the log tells them. */
export class ConversationModel implements ReadModel {
  async hear(trx: Transaction, records: readonly Received[]): Promise<void> {
    const topic = records[0]?.envelope.topic;
    if (topic === ConversationLog.name) await hearLog(trx, records);
    if (topic === Tracking.name) await hearOutcomes(trx, records);
  }
}

async function hearLog(trx: Transaction, records: readonly Received[]): Promise<void> {
  const told = records.flatMap((record) => {
    const id = subjectOf(record);
    return id === null ? [] : [{ id: plain(id), record }];
  });
  const kept = await lockKept(trx, [...new Set(told.map(({ id }) => id))]);
  const changed = new Map<string, Kept>();
  const lines = new Map<string, Line[]>();
  const forgotten = new Set<string>();
  for (const { id, record } of told) {
    const before = kept.get(id) ?? null;
    const heard = hear(before, record);
    if (heard.kept && heard.kept !== before) {
      kept.set(id, { ...heard.kept, id });
      changed.set(id, { ...heard.kept, id });
    }
    if (heard.lines.length > 0) lines.set(id, [...(lines.get(id) ?? []), ...heard.lines]);
    if (heard.forget) {
      lines.delete(id);
      forgotten.add(id);
    }
  }
  await writeKept(trx, [...changed.values()]);
  await addLines(trx, lines);
  if (forgotten.size === 0) return;
  await forget(trx, [...forgotten]);
  await confirm(
    trx,
    [...forgotten].flatMap((id) => kept.get(id) ?? []),
  );
}

/** What session has never heard of, or no longer, is nowhere any more. */
async function hearOutcomes(trx: Transaction, records: readonly Received[]): Promise<void> {
  const unknown = records.flatMap(({ event, envelope }) => {
    const tracked = event?.data as InputTracked | undefined;
    const isUnknown = tracked?.stage === 'outcome' && tracked.code === 'conversation_unknown';
    return isUnknown ? [[plain(tracked.conversationId), envelope.time] as const] : [];
  });
  if (unknown.length === 0) return;
  const since = new Map(unknown);
  const kept = await lockKept(trx, [...since.keys()]);
  const gone = [...kept.values()]
    .filter(({ erasureId, erasedAt }) => erasureId !== null && erasedAt === null)
    .map((one): Kept => ({ ...one, erasedAt: since.get(one.id) ?? one.inputAt }));
  await writeKept(trx, gone);
  await confirm(trx, gone);
}
