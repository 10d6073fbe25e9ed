import { Refused } from '@backchannel/service';
import { z } from 'zod';
import { call } from './backstage.ts';
import type { Hook } from './hook.ts';
import { ordersOf } from './orders.ts';

/** What the shop's page sends: the name from its form, and the ids that `chatbot.shareSession(param)` was given. */
export const SignIn = z.strictObject({
  name: z.string().trim().min(1).max(60),
  sessionId: z.string().min(1).max(100),
  botId: z.string().min(1).max(100),
});
export type SignIn = z.infer<typeof SignIn>;

/** Somebody has signed in at the shop: its server tells the chat. Answers with what it sent, but for the token, and what came back. */
export async function tellChat({ address, url, token }: Hook, { name, sessionId, botId }: SignIn) {
  const body = { sessionId, botId, name, orders: ordersOf(name) };
  const sentAt = performance.timeOrigin + performance.now();
  const { status, body: answer } = await call(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  const ms = performance.timeOrigin + performance.now() - sentAt;
  const headers = { Authorization: 'Bearer $HOOK_TOKEN', 'Content-Type': 'application/json' };
  return { sentAt, request: { url: address, headers, body }, answer: { status, ms, body: answer } };
}

/** What became of a post of this server. */
export async function happenedTo(inputId: string, { token }: Hook, controlUrl: string) {
  const answer = await call(`${controlUrl}/v1/inputs/${encodeURIComponent(inputId)}`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  if (answer.status === 404) throw new Refused('not_found', { detail: 'the shop’s server has posted no such input' });
  if (answer.status !== 200) throw new Refused('unavailable', { detail: 'not able to ask what became of it' });
  return answer.body;
}
