import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@backchannel/contracts';
import { AppliedFile, ApplyFile, BotDetail, GetBot, type Route } from '@backchannel/contracts/admin';

/** Where control is, and a key for it. */
export interface Control {
  readonly url: string;
  readonly key: string;
}

/** Has control make a bot what its file says; `replace`: also where it was changed since by other means. */
export function applyFile(control: Control, file: { readonly id: string }, replace = false): Promise<AppliedFile> {
  return ask(control, ApplyFile, { botId: file.id, query: `?replace=${replace}`, body: file }).then((answer) =>
    AppliedFile.parse(answer),
  );
}

/** Resolves when the services have been told all of a bot, or it takes too long for them to hear it soon. */
export async function untilTold(control: Control, botId: string, patienceMs = 10_000): Promise<boolean> {
  for (const late = Date.now() + patienceMs; Date.now() < late; await sleep(10)) {
    if (BotDetail.parse(await ask(control, GetBot, { botId })).told) return true;
  }
  return false;
}

interface Asking {
  readonly botId: string;
  readonly query?: string;
  readonly body?: unknown;
}

async function ask({ url, key }: Control, { method, path }: Route, { botId, query = '', body }: Asking) {
  const address = `${url}${path.replace('{botId}', encodeURIComponent(botId))}${query}`;
  const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(address, sent).catch((cause: unknown) => {
    throw new Error(`control at ${url} does not answer`, { cause });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { data: problem } = Problem.safeParse(answer);
  throw new Error(`control at ${url} refuses ${botId}: ${problem?.detail ?? problem?.title ?? response.status}`);
}
