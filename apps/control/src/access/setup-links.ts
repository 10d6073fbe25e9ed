import { Opened } from '@backchannel/service';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';
import { linkEnded } from './invitations.ts';
import { somebodyExists } from './people.store.ts';
import { hashOf, newSecret } from './secret.ts';

const LINK_MS = 24 * 60 * 60_000;

/** While nobody exists, each start prints a link by which the first owner is made: who reads the log owns the machine. */
@Injectable()
export class SetupLinks implements OnApplicationBootstrap {
  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.store.isUsable) return this.print();
    const failed = (error: unknown) => this.opened.log.error({ err: error }, 'nobody can be told how to sign in');
    this.store
      .usable()
      .then(() => this.print())
      .catch(failed);
  }

  private async print(): Promise<void> {
    const { db } = this.store;
    await db.deleteFrom('setup_links').where('expires_at', '<=', Date.now()).execute();
    if (await somebodyExists(db)) return;
    const { secret: token, hash } = newSecret('bci_');
    await db
      .insertInto('setup_links')
      .values({ hash, expires_at: Date.now() + LINK_MS })
      .execute();
    const address = `${this.opened.environment.publicUrl}/admin/setup#token=${token}`;
    this.opened.log.warn(`Nobody can sign in yet. Who opens this address first, in 24 hours, is the owner: ${address}`);
  }

  /** Whether it would be taken: asked before the work of hashing a password. */
  async require(token: string): Promise<void> {
    const link = await this.store.db
      .selectFrom('setup_links')
      .select('hash')
      .where('hash', '=', hashOf(token))
      .where('expires_at', '>', Date.now())
      .executeTakeFirst();
    if (!link) throw linkEnded();
  }

  /** Uses all of them up: of two who come at once, one is refused. */
  async use(trx: Transaction, token: string): Promise<void> {
    const used = await trx.deleteFrom('setup_links').returning('hash').execute();
    if (!used.some(({ hash }) => hash === hashOf(token)) || (await somebodyExists(trx))) throw linkEnded();
  }
}
