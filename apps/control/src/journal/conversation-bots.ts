import { InputReceived } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import type { Entry, Subject } from './entry.ts';

/** Of conversations, the bot that they were opened with: inputs that nobody sent to a bot are of that one. */
export class ConversationBots {
  readonly #bots: Map<string, string>;

  private constructor(bots: Map<string, string>) {
    this.#bots = bots;
  }

  /** Looks up those that the records make it necessary to know. */
  static async of(
    trx: Transaction,
    about: readonly { record: Received; subject: Subject }[],
  ): Promise<ConversationBots> {
    const wanted = about.filter(({ record }) => record.envelope.type === InputReceived.type && botIn(record) === null);
    const bots = new Map<string, string>();
    for (const ids of chunks([...new Set(wanted.map(({ subject }) => subject.conversationId))])) {
      const rows = await trx
        .selectFrom('journal_inputs')
        .select(['conversation_id', 'bot_id'])
        .where('conversation_id', 'in', ids)
        .where('kind', '=', 'opened')
        .orderBy('at', 'desc')
        .execute();
      // The first that opened it comes last.
      for (const { conversation_id, bot_id } of rows) if (bot_id !== null) bots.set(conversation_id, bot_id);
    }
    return new ConversationBots(bots);
  }

  /** Comes for each input once, in the order of the log. */
  accepted(entry: Entry): void {
    const { conversation_id, bot_id, kind } = entry;
    if (kind === 'opened' && bot_id !== null && !this.#bots.has(conversation_id))
      this.#bots.set(conversation_id, bot_id);
    entry.bot_id ??= this.#bots.get(conversation_id) ?? null;
  }
}

function botIn({ event }: Received): string | null {
  const { botId } = (event?.data ?? {}) as { botId?: unknown };
  return typeof botId === 'string' ? botId : null;
}
