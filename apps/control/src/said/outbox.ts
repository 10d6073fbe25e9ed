import { BotVersionTopic, type Event } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import type { Database } from '../store/database.ts';

/** Bots at a time. */
const SOME = 50;

/** What is left to be said. */
export class Outbox {
  readonly #db: Database;
  readonly #say: Opened['say'];

  constructor(db: Database, { say }: { readonly say: Opened['say'] }) {
    this.#db = db;
    this.#say = say;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#db.selectFrom('outbox').select('bot_id').limit(1).executeTakeFirst()) === undefined;
  }

  /**
   * Says the next change of each bot, of some bots; a row goes when the log has it. Answers which bots it was, and whether
   * it could be said.
   */
  async sayNext(without: readonly string[]): Promise<readonly { readonly botId: string; readonly error?: unknown }[]> {
    const heads = await this.#db
      .selectFrom('outbox')
      .select(({ fn }) => ['bot_id as botId', fn.min('revision').as('revision')])
      .$if(without.length > 0, (query) => query.where('bot_id', 'not in', without))
      .groupBy('bot_id')
      .orderBy('bot_id')
      .limit(SOME)
      .execute();
    return Promise.all(
      heads.map(async ({ botId, revision }) => {
        try {
          await this.#sayOne(botId, revision);
          return { botId };
        } catch (error) {
          return { botId, error };
        }
      }),
    );
  }

  async #sayOne(botId: string, revision: number): Promise<void> {
    const at = (await this.#db
      .selectFrom('outbox')
      .select('events')
      .where('bot_id', '=', botId)
      .where('revision', '=', revision)
      .executeTakeFirst()) ?? { events: '[]' };
    const events = JSON.parse(at.events) as Event[];
    const { versions = [], settings = [] } = Object.groupBy(events, ({ topic }) =>
      topic === BotVersionTopic.name ? 'versions' : 'settings',
    );
    // Nobody hears of a version that the log does not have.
    await this.#say(versions);
    await this.#say(settings);
    await this.#db.deleteFrom('outbox').where('bot_id', '=', botId).where('revision', '=', revision).execute();
  }
}
