import { newId } from '@backchannel/contracts/ids';
import type { Database } from '../store/database.ts';

/** What only one instance should do at a time, by a row of the tables. A crashed holder's ends by itself. */
export class Lease {
  readonly #db: Database;
  readonly #name: string;
  readonly #ms: number;
  readonly #holder: string;

  /** `alone`: nobody else can be at these tables, so a lease that is found is the own one, of before a crash. */
  constructor(db: Database, { name, ms, alone }: { name: string; ms: number; alone: boolean }) {
    this.#db = db;
    this.#name = name;
    this.#ms = ms;
    this.#holder = alone ? 'alone' : newId();
  }

  /** Takes it, or keeps it for longer; answers whether it is held now. */
  async take(): Promise<boolean> {
    const now = Date.now();
    const [name, holder, until] = [this.#name, this.#holder, now + this.#ms];
    const row = await this.#db
      .insertInto('leases')
      .values({ name, holder, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until })
          .where((eb) => eb.or([eb('leases.until', '<', now), eb('leases.holder', '=', holder)])),
      )
      .returning('holder')
      .executeTakeFirst();
    return row !== undefined;
  }

  async release(): Promise<void> {
    await this.#db.deleteFrom('leases').where('name', '=', this.#name).where('holder', '=', this.#holder).execute();
  }
}
