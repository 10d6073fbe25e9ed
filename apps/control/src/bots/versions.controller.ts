import type { Json } from '@backchannel/contracts';
import { type Asked, DiffBot, GetVersion, ListVersions, PublishDraft, RollBack } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Told } from '../said/told.ts';
import { Store } from '../store/store.ts';
import { lockBot, requireBot } from './bots.store.ts';
import { Checker } from './checker.ts';
import { diff } from './diff.ts';
import { getVersion, listVersions, type Publication, publishVersion, requireVersion } from './versions.ts';

/** What was published of bots. */
@Controller()
export class VersionsController {
  constructor(
    private readonly store: Store,
    private readonly checker: Checker,
    private readonly told: Told,
  ) {}

  @Handles(PublishDraft)
  async publish(@Ask() { params: { botId }, body }: Asked<typeof PublishDraft>, @By() caller: Caller) {
    const { draft, draft_hash, draft_revision } = await requireBot(this.store.db, botId);
    const { draftRevision = draft_revision, note } = body;
    requireDraft(draftRevision, draft_revision);
    const bot = await this.checker.requireBot(JSON.parse(draft));
    const publication = { bot, content: draft, hash: draft_hash, note, action: 'version.published' } as const;
    return this.publishAs(botId, { caller, draftRevision }, publication);
  }

  @Handles(RollBack)
  async rollBack(@Ask() { params, body }: Asked<typeof RollBack>, @By() caller: Caller) {
    const { botId, version } = params;
    const { id } = await requireBot(this.store.db, botId);
    const { bot: content, hash } = await requireVersion(this.store.db, id, version);
    // It could run when it was published; what can is not the same for ever.
    const bot = await this.checker.requireBot(JSON.parse(content));
    const { note = `as version ${version}` } = body;
    return this.publishAs(botId, { caller }, { bot, content, hash, note, action: 'version.rolled-back' });
  }

  @Handles(ListVersions)
  async list(@Ask() { params, query }: Asked<typeof ListVersions>) {
    return listVersions(this.store.db, await requireBot(this.store.db, params.botId), query);
  }

  @Handles(GetVersion)
  async get(@Ask() { params }: Asked<typeof GetVersion>) {
    return getVersion(this.store.db, await requireBot(this.store.db, params.botId), params.version);
  }

  @Handles(DiffBot)
  async diff(@Ask() { params, query }: Asked<typeof DiffBot>) {
    const { id, draft } = await requireBot(this.store.db, params.botId);
    const sideOf = async (side: number | 'draft') =>
      JSON.parse(side === 'draft' ? draft : (await requireVersion(this.store.db, id, side)).bot) as Json;
    return { changes: diff(await sideOf(query.from), await sideOf(query.to)) };
  }

  private publishAs(
    botId: string,
    { caller, draftRevision }: { readonly caller: Caller; readonly draftRevision?: number },
    publication: Publication,
  ) {
    return this.store.change(async (trx) => {
      const row = await lockBot(trx, botId);
      requireDraft(draftRevision, row.draft_revision);
      const version = await publishVersion(trx, { caller, row, told: this.told }, publication);
      const current = version ?? row.version ?? 0;
      const { bot: _, ...summary } = await getVersion(trx, { id: botId, version: current }, current);
      return { isNew: version !== null, version: summary };
    });
  }
}

/** What is published must be what was looked at. */
function requireDraft(seen: number | undefined, is: number): void {
  if (seen === undefined || seen === is) return;
  throw new Refused('precondition_failed', { detail: `the draft is at revision ${is}, not ${seen}` });
}
