import { setTimeout as pause } from 'node:timers/promises';
import { type Asked, GetReceipt, type InputReceipt } from '@backchannel/contracts/admin';
import { linkSecrets, Opened, Refused, tokenSecrets } from '@backchannel/service';
import { Controller, Headers } from '@nestjs/common';
import { hookOf } from '../hooks/hook.ts';
import { Ask, Handles } from '../http/handles.ts';
import { readLinkKeys } from '../settings/link-keys.store.ts';
import { settingsOfBot } from '../settings/settings-of-bot.ts';
import { Store } from '../store/store.ts';
import type { Entry } from './entry.ts';
import { holds, type Locks, type Secrets } from './holder.ts';
import { entryOf } from './journal.store.ts';
import { receiptOf } from './timeline.ts';

/** The journal is a moment behind the doors: who has just been answered by one may ask sooner than it has read of it. */
const SOON_MS = 300;

/** What became of an input, for whoever sent it. */
@Controller()
export class ReceiptsController {
  private readonly secrets: Secrets;

  constructor(
    private readonly store: Store,
    { environment }: Opened,
  ) {
    this.secrets = { links: linkSecrets(environment), chat: tokenSecrets(environment) };
  }

  /**
   * Whether there is such an input is nobody's business who does not hold the credential it came with: the digest, a
   * return link, a token of the webhook, the token of the conversation. So one that is not there and one that is not the
   * caller's are looked for twice alike.
   */
  @Handles(GetReceipt)
  async get(
    @Ask() { params: { inputId } }: Asked<typeof GetReceipt>,
    @Headers('authorization') authorization?: string,
  ): Promise<InputReceipt> {
    if (authorization === undefined) {
      throw new Refused('unauthorized', { detail: 'Authorization must be what the input was posted with' });
    }
    const find = () => this.find(inputId, authorization);
    const found = (await find()) ?? (await pause(SOON_MS).then(find));
    if (found) return receiptOf(found);
    throw new Refused('not_found', { detail: 'there is no such input, or it was not posted with this credential' });
  }

  private async find(inputId: string, authorization: string): Promise<Entry | null> {
    const entry = await entryOf(this.store.db, inputId);
    if (!entry) return null;
    const now = Date.now();
    const locks = await this.locksOf(entry, now);
    return (await holds(authorization, entry, { locks, secrets: this.secrets, now })) ? entry : null;
  }

  private locksOf({ bot_id }: Entry, now: number): Promise<Locks> {
    return this.store.change(async (trx) => {
      const botId = bot_id ?? '';
      const { digest } = await settingsOfBot(trx, botId);
      const hook = await hookOf(trx, botId);
      const links = await readLinkKeys(trx, botId, now);
      const linkGenerations = links.map(({ generation }) => generation);
      return { digest, hookTokens: hook?.tokens ?? [], linkGenerations };
    });
  }
}
