import { type Asked, GetSettings, PatchSettings, PutSettings, Settings } from '@backchannel/contracts/admin';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { lockBot, requireBot } from '../bots/bots.store.ts';
import { requireRevision } from '../http/etag.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { saySettings } from '../said/say-settings.ts';
import { Store } from '../store/store.ts';
import { readSettings, revisionOf, writeSettings } from './settings.store.ts';
import { tagged } from './tagged.ts';

/** What a team sets for a bot, beside its versions. */
@Controller()
export class SettingsController {
  constructor(private readonly store: Store) {}

  @Handles(GetSettings)
  async get(@Ask() { params }: Asked<typeof GetSettings>, @Res({ passthrough: true }) reply: FastifyReply) {
    const settings = await readSettings(this.store.db, await requireBot(this.store.db, params.botId));
    return tagged(reply, revisionOf(settings), settings);
  }

  @Handles(PutSettings)
  async put(
    @Ask() asked: Asked<typeof PutSettings>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const settings = await this.change({ ...asked, caller }, () => asked.body);
    return tagged(reply, revisionOf(settings), settings);
  }

  @Handles(PatchSettings)
  async patch(
    @Ask() asked: Asked<typeof PatchSettings>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const settings = await this.change({ ...asked, caller }, (before) => {
      const all = Object.entries({ ...before, ...asked.body });
      return Settings.parse(Object.fromEntries(all.filter(([, value]) => value !== null)));
    });
    return tagged(reply, revisionOf(settings), settings);
  }

  private change(
    { params: { botId }, ifMatch, caller }: Pick<Asked<typeof PutSettings>, 'params' | 'ifMatch'> & { caller: Caller },
    changed: (before: Settings) => Settings,
  ): Promise<Settings> {
    return this.store.change(async (trx) => {
      const bot = await lockBot(trx, botId);
      const before = await readSettings(trx, bot);
      requireRevision(ifMatch, revisionOf(before));
      await writeSettings(trx, { bot, settings: before, caller }, changed(before));
      await saySettings(trx, botId);
      return readSettings(trx, await requireBot(trx, botId));
    });
  }
}
