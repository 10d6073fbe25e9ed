import {
  type Asked,
  EndConversation,
  ExportConversation,
  GetConversation,
  GetTranscript,
  ListConversations,
  ResumeConversation,
} from '@backchannel/contracts/admin';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { settingsOfBot } from '../settings/settings-of-bot.ts';
import { Store } from '../store/store.ts';
import { findConversation, linesOf, listConversations } from './conversations.store.ts';
import { exportOf } from './export.ts';
import { InputsToSay } from './inputs-to-say.ts';
import { end, type Leading, resume } from './leading.ts';
import { postedSince } from './posted-since.ts';
import { detailOf } from './shown.ts';

/** Conversations, for teams. */
@Controller()
export class ConversationsController {
  constructor(
    private readonly store: Store,
    private readonly inputs: InputsToSay,
  ) {}

  @Handles(ListConversations)
  list(@Ask() { query }: Asked<typeof ListConversations>, @By() caller: Caller) {
    return listConversations(this.store.db, caller, query);
  }

  @Handles(GetConversation)
  async get(@Ask() { params }: Asked<typeof GetConversation>, @By() caller: Caller) {
    const kept = await findConversation(this.store.db, caller, params.conversationId);
    const { showValues } = await settingsOfBot(this.store.db, kept.botId);
    const masked = !showValues;
    return detailOf(kept, { masked, posted: await postedSince(this.store.db, kept) });
  }

  @Handles(GetTranscript)
  async transcript(@Ask() { params, query }: Asked<typeof GetTranscript>, @By() caller: Caller) {
    const kept = await findConversation(this.store.db, caller, params.conversationId);
    return linesOf(this.store.db, kept, query);
  }

  @Handles(EndConversation)
  end(@Ask() { params }: Asked<typeof EndConversation>, @By() caller: Caller) {
    return this.#lead(params, caller, (trx, leading) => end(trx, leading));
  }

  @Handles(ResumeConversation)
  resume(@Ask() { params, body }: Asked<typeof ResumeConversation>, @By() caller: Caller) {
    return this.#lead(params, caller, (trx, leading) => resume(trx, { ...leading, message: body.message }));
  }

  @Handles(ExportConversation)
  async export(@Ask() { params }: Asked<typeof ExportConversation>, @By() caller: Caller) {
    const kept = await findConversation(this.store.db, caller, params.conversationId);
    return exportOf(this.store, { caller, kept });
  }

  async #lead<Result>(
    { conversationId }: { conversationId: string },
    caller: Caller,
    lead: (trx: Parameters<typeof end>[0], leading: Leading) => Promise<Result>,
  ): Promise<Result> {
    const said = await this.store.change(async (trx) => {
      const kept = await findConversation(trx, caller, conversationId);
      return lead(trx, { caller, kept });
    });
    await this.inputs.say();
    return said;
  }
}
