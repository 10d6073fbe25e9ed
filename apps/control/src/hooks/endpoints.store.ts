import type { Endpoint, EndpointSettings } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { Refused } from '@backchannel/service';
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Database, Transaction } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';

export type EndpointRow = Selectable<Tables['hook_endpoints']>;
type Written = Pick<Endpoint, 'name'> & { readonly settings: EndpointSettings };

export const settingsIn = ({ settings }: EndpointRow) => JSON.parse(settings) as EndpointSettings;

/** By their names; one more than the page where there is a rest. */
export function endpointsOf(db: Database, botId: string, page: { after: string | undefined; limit: number }) {
  return db
    .selectFrom('hook_endpoints')
    .selectAll()
    .where('bot_id', '=', botId)
    .$if(page.after !== undefined, (query) => query.where('name', '>', page.after ?? ''))
    .orderBy('name')
    .limit(page.limit + 1)
    .execute();
}

export async function endpointOf(db: Database, botId: string, name: string): Promise<EndpointRow> {
  const row = await db.selectFrom('hook_endpoints').selectAll().where(at(botId, name)).executeTakeFirst();
  if (!row) throw new Refused('not_found', { detail: `the webhook has no endpoint ${JSON.stringify(name)}` });
  return row;
}

/** What the other endpoints fill: how many they are, and their bytes. */
export async function othersOf(trx: Transaction, botId: string, name: string) {
  const rows = await trx
    .selectFrom('hook_endpoints')
    .select('settings')
    .where('bot_id', '=', botId)
    .where('name', '!=', name)
    .execute();
  return { count: rows.length, bytes: rows.reduce((sum, { settings }) => sum + Buffer.byteLength(settings), 0) };
}

/** Refuses where there is one of that name. */
export async function insertEndpoint(trx: Transaction, botId: string, { name, settings }: Written) {
  const now = Date.now();
  const row = await trx
    .insertInto('hook_endpoints')
    .values({
      bot_id: botId,
      name,
      settings: JSON.stringify(settings),
      revision: newId(now),
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) return row;
  throw new Refused('conflict', {
    pointer: '/name',
    detail: `/name: there is an endpoint ${JSON.stringify(name)} already`,
  });
}

export function updateEndpoint(trx: Transaction, botId: string, { name, settings }: Written) {
  const now = Date.now();
  return trx
    .updateTable('hook_endpoints')
    .set({ settings: JSON.stringify(settings), revision: newId(now), updated_at: now })
    .where(at(botId, name))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteEndpoint(trx: Transaction, botId: string, name: string): Promise<void> {
  await trx.deleteFrom('hook_endpoints').where(at(botId, name)).execute();
}

const at = (botId: string, name: string) => (where: ExpressionBuilder<Tables, 'hook_endpoints'>) =>
  where.and({ bot_id: botId, name });
