import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The demo's bot, but that it waits no longer than this for a payment. */
export async function impatientBots(ms: number) {
  const folder = await mkdtemp(join(tmpdir(), 'bots-'));
  const file = await readFile('bots/shop.json', 'utf8');
  const patient = /\b60000\b/g;
  if (file.match(patient)?.length !== 2) throw new Error('the wait of bots/shop.json is no longer said twice');
  await writeFile(join(folder, 'shop.json'), file.replaceAll(patient, String(ms)));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
