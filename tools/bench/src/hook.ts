import { setTimeout as pause } from 'node:timers/promises';
import type { Hook } from './load/request.ts';
import type { Running } from './systems/running.ts';

/** Of docker-compose.yml, where nobody has set another. */
const KEY = 'for-development-only-76543210fedcba98';

/** Makes a webhook for the bot, as a team does at control: an endpoint that shows what comes, and a token. */
export async function makeHook({ controlUrl, doorUrl }: Running): Promise<Hook> {
  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${KEY}`, ...(body && { 'content-type': 'application/json' }) };
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${controlUrl}/admin/v1/bots/bench${path}`, sent);
    if (!response.ok) throw new Error(`control refuses ${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  await ask('POST', '/hook/endpoints', { name: 'paid', attribute: 'paid', text: '{/says}' });
  const { token } = await ask<{ token: string }>('POST', '/hook/tokens');
  const { hookId } = await ask<{ hookId: string }>('GET', '/hook');
  const hook: Hook = { kind: 'hook', hookId, endpoint: 'paid', token };
  await untilKnown(hook, doorUrl);
  return hook;
}

/** Until the door has heard of it: a token that it knows gets another answer than 401. */
async function untilKnown({ hookId, endpoint, token }: Hook, doorUrl: string): Promise<void> {
  const body = JSON.stringify({ sessionId: 'nobody', botId: 'nobody' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const late = Date.now() + 10_000; Date.now() < late; await pause(50)) {
    const { status } = await fetch(`${doorUrl}/v1/hooks/${hookId}/${endpoint}`, { method: 'POST', headers, body });
    if (status === 404) return;
  }
  throw new Error('the door does not get to know the webhook');
}
