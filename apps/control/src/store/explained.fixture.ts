import { type Compilable, CompiledQuery } from 'kysely';
import type { Database } from './database.ts';

/** How a database will find what a query asks for; with `analyze`, how it has. */
export async function explained(db: Database, how: string, query: Compilable): Promise<string> {
  const { sql, parameters } = query.compile();
  return JSON.stringify((await db.executeQuery(CompiledQuery.raw(`${how} ${sql}`, [...parameters]))).rows);
}

/** Of a plan of Postgres: how many rows it has looked at in vain. */
export function passedOver(plan: string): number {
  const removed = [...plan.matchAll(/Rows Removed by \w+(?: \w+)?: (\d+)/g)].map(([, count]) => Number(count));
  return removed.reduce((sum, count) => sum + count, 0);
}
