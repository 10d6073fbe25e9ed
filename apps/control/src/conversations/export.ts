import type { Message } from '@backchannel/contracts';
import type { ConversationExport, InputSummary } from '@backchannel/contracts/admin';
import { writeAudit } from '../audit/audit.ts';
import { searchInputs } from '../journal/search.ts';
import type { Store } from '../store/store.ts';
import { linesOf } from './conversations.store.ts';
import type { Leading } from './leading.ts';
import { postedSince } from './posted-since.ts';
import { detailOf } from './shown.ts';

const PAGE = 200;

/** Everything that is kept of a conversation. Who asks for it is written down: the values are the person's. */
export async function exportOf(store: Store, { caller, kept }: Leading): Promise<ConversationExport> {
  const { db } = store;
  const { id, botId } = kept;
  const transcript = await all<Message>((cursor) => linesOf(db, kept, { cursor, limit: PAGE }));
  const inputs = await all<InputSummary>((cursor) =>
    searchInputs(db, caller, { conversationId: id, cursor, limit: PAGE }),
  );
  const posted = await postedSince(db, kept);
  await store.change((trx) =>
    writeAudit(trx, caller, { action: 'conversation.export', botId, subject: `conversations/${id}` }),
  );
  return { ...detailOf(kept, { masked: false, posted }), transcript, inputs };
}

async function all<Item>(
  page: (cursor: string | undefined) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items: some, next } = await page(cursor);
    items.push(...some);
    if (next === null) return items;
    cursor = next;
  }
}
