import {
  ApplyFile,
  type Asked,
  CheckDraft,
  CreateBot,
  DisableBot,
  EnableBot,
  GetBot,
  GetDraft,
  ListBots,
  PutDraft,
} from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { etagOf } from '../http/etag.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { saySettings } from '../said/say-settings.ts';
import { Store } from '../store/store.ts';
import { getBot, listBots, lockBot, requireBot } from './bots.store.ts';
import { Checker } from './checker.ts';
import { createBot, saveDraft } from './drafts.ts';
import { Files } from './files.ts';
import { switchBot } from './switch-bot.ts';

/** Bots, and their drafts. */
@Controller()
export class BotsController {
  constructor(
    private readonly store: Store,
    private readonly checker: Checker,
    private readonly files: Files,
  ) {}

  @Handles(ListBots)
  list(@Ask() { query }: Asked<typeof ListBots>, @By() caller: Caller) {
    return listBots(this.store.db, caller, query);
  }

  @Handles(CreateBot)
  async create(
    @Ask() { body }: Asked<typeof CreateBot>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.store.change((trx) => createBot(trx, caller, body));
    return this.detail(body.id, reply);
  }

  @Handles(GetBot)
  get(@Ask() { params }: Asked<typeof GetBot>) {
    return getBot(this.store.db, params.botId);
  }

  @Handles(GetDraft)
  async draft(@Ask() { params }: Asked<typeof GetDraft>, @Res({ passthrough: true }) reply: FastifyReply) {
    const { draft, draft_revision } = await requireBot(this.store.db, params.botId);
    void reply.header('etag', etagOf(draft_revision));
    return JSON.parse(draft) as unknown;
  }

  @Handles(PutDraft)
  async save(
    @Ask() { params, body, ifMatch }: Asked<typeof PutDraft>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    requireSameId(params.botId, body.id);
    await this.store.change((trx) => saveDraft(trx, caller, { bot: body, ifMatch }));
    return this.detail(body.id, reply);
  }

  @Handles(CheckDraft)
  async check(@Ask() { params }: Asked<typeof CheckDraft>) {
    const { draft } = await requireBot(this.store.db, params.botId);
    return this.checker.checkup(JSON.parse(draft));
  }

  @Handles(EnableBot)
  enable(@Ask() { params }: Asked<typeof EnableBot>, @By() caller: Caller) {
    return this.switched(params.botId, caller, true);
  }

  @Handles(DisableBot)
  disable(@Ask() { params }: Asked<typeof DisableBot>, @By() caller: Caller) {
    return this.switched(params.botId, caller, false);
  }

  @Handles(ApplyFile)
  applyFile(@Ask() { params, query, body }: Asked<typeof ApplyFile>, @By() caller: Caller) {
    requireSameId(params.botId, body.id);
    return this.files.apply({ file: body, replace: query.replace === 'true', caller });
  }

  private async detail(botId: string, reply: FastifyReply) {
    const bot = await getBot(this.store.db, botId);
    void reply.header('etag', etagOf(bot.draftRevision));
    return bot;
  }

  private async switched(botId: string, caller: Caller, isOn: boolean) {
    await this.store.change(async (trx) => {
      const row = await lockBot(trx, botId);
      if (await switchBot(trx, { row, caller }, isOn)) await saySettings(trx, botId);
    });
    return getBot(this.store.db, botId);
  }
}

function requireSameId(botId: string, id: string): void {
  if (botId === id) return;
  const detail = `/id: the address is that of ${JSON.stringify(botId)}, and this is ${JSON.stringify(id)}`;
  throw new Refused('field_invalid', { pointer: '/id', detail });
}
