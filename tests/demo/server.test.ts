import { DisableBot, GetEndpoint, RemoveEndpoint } from '@backchannel/contracts/admin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { Team } from '../scenario/team.ts';
import { hasOneHook, signsIn } from './sign-in.ts';

let system: Embedded;
beforeAll(async () => {
  system = await openEmbedded({ bots: 'bots' });
});
afterAll(() => system?.stop());

test('the shop’s server tells the chat who has signed in, also after it has started again', {
  timeout: 60_000,
}, async () => {
  for (const name of ['Ada Byron', 'Bo Derk', 'Cleo Prim']) {
    await signsIn({ url: system.url, system }, name);
    await hasOneHook(system);
    await system.end('SIGKILL');
    await system.start();
  }
});

test('what it has not posted it knows nothing of', async () => {
  const response = await fetch(`${system.url}/happened/0199aaaa-0000-7000-8000-000000000000`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'not_found' });
});

test('whoever signs in at a conversation that there is not is told what became of it', async () => {
  const response = await fetch(`${system.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', sessionId: 'nowhere', botId: 'shop' }),
  });
  const { answer } = (await response.json()) as { answer: { status: number; body: { inputId: string } } };
  expect(answer.status).toBe(202);
  const happened = async () => (await fetch(`${system.url}/happened/${answer.body.inputId}`)).json();
  await expect.poll(happened).toMatchObject({ outcome: 'rejected', code: 'conversation_unknown' });
});

test('it starts whatever people have made of its webhook, and puts right what it can', {
  timeout: 60_000,
}, async () => {
  const team = new Team(system);
  const params = { botId: 'shop', name: 'login' };
  const { revision } = await team.asks(GetEndpoint, { params });
  const address = `${system.control}${RemoveEndpoint.path.replace('{botId}', 'shop').replace('{name}', 'login')}`;
  const headers = { authorization: `Bearer ${system.adminKey}`, 'if-match': `"${revision}"` };
  expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(204);
  await team.asks(DisableBot, { params });
  await system.end('SIGTERM');
  await system.start();
  await hasOneHook(system);
});
