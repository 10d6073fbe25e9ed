import type { Database, Transaction } from '../store/database.ts';
import { noValues, type Values } from './environment.ts';

/** An environment as it is kept. */
export interface Environment {
  readonly id: string;
  readonly revision: number;
  readonly values: Values;
  /** The bots that are linked to it, by their ids. */
  readonly bots: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Page {
  readonly after: string;
  readonly most: number;
  /** Only those that one of these bots is linked to; null: all. */
  readonly bots: ReadonlySet<string> | null;
}

export async function listEnvironments(db: Database, { after, most, bots }: Page): Promise<readonly Environment[]> {
  const rows = await db
    .selectFrom('environments')
    .selectAll()
    .where('id', '>', after)
    .$if(bots !== null, (query) =>
      query.where('id', 'in', (eb) =>
        eb
          .selectFrom('environment_links')
          .select('environment_id')
          .where('bot_id', 'in', ['', ...(bots ?? [])]),
      ),
    )
    .orderBy('id')
    .limit(most)
    .execute();
  return whole(db, rows);
}

export async function findEnvironment(db: Database, id: string): Promise<Environment | undefined> {
  const rows = await db.selectFrom('environments').selectAll().where('id', '=', id).execute();
  return (await whole(db, rows))[0];
}

/**
 * The environment, which nobody else changes or links a bot to before this transaction ends: a change reaches every bot
 * that is linked.
 */
export async function lockEnvironment(trx: Transaction, id: string): Promise<Environment | undefined> {
  const rows = await trx
    .updateTable('environments')
    .set((eb) => ({ revision: eb.ref('revision') }))
    .where('id', '=', id)
    .returningAll()
    .execute();
  return (await whole(trx, rows))[0];
}

/** False where there is one already. */
export async function addEnvironment(trx: Transaction, id: string, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows: count } = await trx
    .insertInto('environments')
    .values({ id, revision: 1, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(count) === 1;
}

/** The values that it has from now on, under its next revision. */
export async function writeValues(trx: Transaction, id: string, values: Values): Promise<void> {
  await trx
    .updateTable('environments')
    .set((eb) => ({ revision: eb('revision', '+', 1), updated_at: Date.now() }))
    .where('id', '=', id)
    .execute();
  await trx.deleteFrom('environment_values').where('environment_id', '=', id).execute();
  const rows = [
    ...Object.entries(values.plain).map(([name, value]) => ({ environment_id: id, name, value, sealed: null })),
    ...Object.entries(values.sealed).map(([name, sealed]) => ({ environment_id: id, name, value: null, sealed })),
  ];
  if (rows.length > 0) await trx.insertInto('environment_values').values(rows).execute();
}

export async function removeEnvironment(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('environment_values').where('environment_id', '=', id).execute();
  await trx.deleteFrom('environments').where('id', '=', id).execute();
}

/** The environment that a bot is linked to, and its values. */
export async function linkedTo(db: Database, botId: string): Promise<{ id: string; values: Values } | undefined> {
  const id = await linkOf(db, botId);
  return id === undefined ? undefined : { id, values: (await valuesOf(db, [id])).get(id) ?? noValues };
}

export async function linkOf(db: Database, botId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('environment_links')
    .select('environment_id')
    .where('bot_id', '=', botId)
    .executeTakeFirst();
  return row?.environment_id;
}

/** Undefined: to none. */
export async function writeLink(trx: Transaction, botId: string, id: string | undefined): Promise<void> {
  await trx.deleteFrom('environment_links').where('bot_id', '=', botId).execute();
  if (id !== undefined)
    await trx.insertInto('environment_links').values({ bot_id: botId, environment_id: id }).execute();
}

interface Row {
  readonly id: string;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
}

async function whole(db: Database, rows: readonly Row[]): Promise<readonly Environment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const values = await valuesOf(db, ids);
  const links = await db
    .selectFrom('environment_links')
    .selectAll()
    .where('environment_id', 'in', ids)
    .orderBy('bot_id')
    .execute();
  return rows.map(({ id, revision, created_at: createdAt, updated_at: updatedAt }) => {
    const bots = links.filter(({ environment_id }) => environment_id === id).map(({ bot_id }) => bot_id);
    return { id, revision, values: values.get(id) ?? noValues, bots, createdAt, updatedAt };
  });
}

async function valuesOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, Values>> {
  const rows = await db
    .selectFrom('environment_values')
    .selectAll()
    .where('environment_id', 'in', ids)
    .orderBy('name')
    .execute();
  const all = new Map<string, { plain: Record<string, string>; sealed: Record<string, string> }>();
  for (const { environment_id: id, name, value, sealed } of rows) {
    const values = all.get(id) ?? { plain: {}, sealed: {} };
    if (value !== null) values.plain[name] = value;
    if (sealed !== null) values.sealed[name] = sealed;
    all.set(id, values);
  }
  return all;
}
