import { limits } from '@backchannel/contracts';
import type { Store } from '../store/store.ts';

const STEP = 500;

/** Takes away some records that have been parked for so long that nobody will come for them; answers whether there may be more. */
export async function forgetOldParked({ db }: Store, now: number): Promise<boolean> {
  const rows = await db
    .selectFrom('parked')
    .select('id')
    .where('at', '<', now - limits.journalMs)
    .orderBy('at')
    .limit(STEP)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await db.deleteFrom('parked').where('id', 'in', ids).execute();
  return ids.length === STEP;
}
