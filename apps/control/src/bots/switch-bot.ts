import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Transaction } from '../store/database.ts';
import type { BotRow } from './bots.store.ts';

/** Switches a locked bot on or off, and writes down who wanted it. Answers whether it was otherwise. */
export async function switchBot(
  trx: Transaction,
  { row, caller }: { readonly row: BotRow; readonly caller: Caller },
  isOn: boolean,
): Promise<boolean> {
  const wasOn = row.enabled === 1;
  if (wasOn === isOn) return false;
  await trx
    .updateTable('bots')
    .set({ enabled: isOn ? 1 : 0 })
    .where('id', '=', row.id)
    .execute();
  const action = isOn ? 'bot.enabled' : 'bot.disabled';
  await writeAudit(trx, caller, { action, botId: row.id, subject: 'enabled', before: wasOn, after: isOn });
  return true;
}
