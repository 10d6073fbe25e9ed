import { type Asked, GetLinkKeys, type LinkKeys, RotateLinkKeys } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { lockBot, requireBot } from '../bots/bots.store.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { momentOrNull } from '../http/moment.ts';
import { saySettings } from '../said/say-settings.ts';
import { Store } from '../store/store.ts';
import { readLinkKeys, writeLinkKeys } from './link-keys.store.ts';
import { type Generation, rotated } from './link-keys.ts';

/** A door tries them all, one after the other. */
const MOST = 10;

/** The keys that sign the return links of a bot. */
@Controller()
export class LinkKeysController {
  constructor(private readonly store: Store) {}

  @Handles(GetLinkKeys)
  async get(@Ask() { params: { botId } }: Asked<typeof GetLinkKeys>): Promise<LinkKeys> {
    await requireBot(this.store.db, botId);
    return told(await readLinkKeys(this.store.db, botId, Date.now()));
  }

  @Handles(RotateLinkKeys)
  rotate(@Ask() { params, body }: Asked<typeof RotateLinkKeys>, @By() caller: Caller): Promise<LinkKeys> {
    const { botId } = params;
    return this.store.change(async (trx) => {
      await lockBot(trx, botId);
      const now = Date.now();
      const keys = await readLinkKeys(trx, botId, now);
      const after = rotated(keys, { now, overlapMs: body.overlapMs });
      if (after.length > MOST) {
        const detail = `${MOST} generations are good already: a shorter overlapMs ends them`;
        throw new Refused('conflict', { detail });
      }
      await writeLinkKeys(trx, botId, after);
      const change = { before: told(keys), after: told(after) };
      await writeAudit(trx, caller, { action: 'link-keys.rotated', botId, subject: 'link-keys', ...change });
      await saySettings(trx, botId);
      return told(after);
    });
  }
}

function told(generations: readonly Generation[]): LinkKeys {
  return {
    linkKeys: generations.map(({ generation, createdAt, until }) => ({
      generation,
      createdAt: momentOrNull(createdAt),
      until: momentOrNull(until),
    })),
  };
}
