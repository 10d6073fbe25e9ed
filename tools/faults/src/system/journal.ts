import { setTimeout as sleep } from 'node:timers/promises';
import { SearchInputs } from '@backchannel/contracts/admin';
import type { Load } from '../crowd/load.ts';
import type { Distributed } from './system.ts';

/** Nobody waits for the journal: it comes a while after. */
const PATIENCE_MS = 30_000;
const PAGE = 200;

interface Journalled {
  readonly system: Pick<Distributed, 'control'>;
  readonly load: Pick<Load, 'began' | 'utterances'>;
}

/** What was accepted from a load, and is not in control's journal as a whole, in a sentence. */
export async function journalLacks({ system, load }: Journalled): Promise<string | undefined> {
  const accepted = load.utterances.flatMap(({ inputId }) => inputId ?? []);
  for (const late = Date.now() + PATIENCE_MS; ; await sleep(1_000)) {
    const answered = await answeredSince(system, load.began);
    const missing = accepted.filter((id) => !answered.has(id));
    if (missing.length === 0) return undefined;
    if (Date.now() > late) return `the journal lacks ${missing.length} of ${accepted.length}: ${missing[0]}`;
  }
}

async function answeredSince({ control }: Journalled['system'], from: Date): Promise<Set<string>> {
  const ids = new Set<string>();
  const headers = { authorization: `Bearer ${control.key}` };
  for (let cursor: string | null = ''; cursor !== null; ) {
    const url = new URL(SearchInputs.path, control.url);
    const query = { outcome: 'answered', from: from.toISOString(), limit: `${PAGE}`, ...(cursor && { cursor }) };
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, { headers });
    if (!response.ok) throw new Error(`control answers ${response.status}: ${await response.text()}`);
    const { items, next } = SearchInputs.answer.parse(await response.json());
    // Who knows neither what it was nor how long it took has heard of its outcome alone.
    for (const { inputId, kind, ms } of items) if (kind !== null && ms !== null) ids.add(inputId);
    cursor = next;
  }
  return ids;
}
