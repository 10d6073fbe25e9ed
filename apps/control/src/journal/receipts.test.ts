import { createHmac, hash } from 'node:crypto';
import { CreateToken, GetReceipt, PatchSettings } from '@backchannel/contracts/admin';
import { derivedId } from '@backchannel/contracts/ids';
import { signReturnLink } from '@backchannel/contracts/return-link';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { newBot, onSettings } from '../settings/settings.fixture.ts';
import { Story } from './journal.fixture.ts';

const begin = Date.now() - 3_600_000;
const links = 'the secret of the links of these tests';
const chat = 'the secret of the chat of these tests!';
const environment = { LINK_SECRETS: links, TOKEN_SECRETS: chat };

async function ask(office: Office, inputId: string, authorization: string | null) {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const { status, body } = await office.call(GetReceipt, { params: { inputId }, key: null, headers });
  return { status, body };
}

const digestOf = ({ conversationId, botId }: Story) => hash('sha256', `${conversationId} || ${botId}`);

function linkOf({ conversationId, botId }: Story, { id = 'link-1', secret = links, ends = Date.now() + 60_000 } = {}) {
  const exp = Math.ceil(ends / 1000);
  const token = signReturnLink({ id, conversationId, botId, userId: 'ada', exp }, secret);
  return { token, dedupe: derivedId('link', botId, conversationId, id), until: exp * 1000 };
}

function chatTokenOf({ conversationId }: Story, { secret = chat, ends = Date.now() + 60_000, aud = 'chat' } = {}) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { conversation: conversationId, bot: 'shop', user: 'ada', aud, exp: Math.ceil(ends / 1000) };
  const signed = `${part({ alg: 'HS256' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** One input of every door, and what it came with. */
async function everyDoor(office: Office) {
  await newBot(office);
  const story = new Story({ now: begin });
  const link = linkOf(story);
  const { token: hookToken } = (await office.call(CreateToken, { params: { botId: 'shop' } })).body;
  await office.broker.publish([
    story.posted({ card: '4242' }, { inputId: 'webview', message: 'paid' }),
    story.posted({ card: '4242' }, { inputId: 'link', key: link.dedupe, linkUntil: link.until }),
    story.posted({ card: '4242' }, { inputId: 'hook', endpoint: 'paid' }),
    story.said('4242', 'chat'),
    story.erased('control'),
    story.later(10).outcome('webview', { outcome: 'rejected', code: 'busy' }),
    story.refused('refused', { pointer: '/message' }),
  ]);
  const credentials: Record<string, string> = {
    webview: digestOf(story),
    refused: digestOf(story),
    link: `Bearer ${link.token}`,
    hook: `Bearer ${hookToken}`,
    chat: `Bearer ${chatTokenOf(story)}`,
  };
  await expect.poll(async () => (await ask(office, 'refused', digestOf(story))).status).toBe(200);
  await expect.poll(async () => (await ask(office, 'webview', digestOf(story))).body.outcome).toBe('rejected');
  return { story, credentials };
}

onEachDatabase('what the sender may know', (open) => {
  test('is what became of it: how far, when, and why not; nothing that others said', { tags: 'long' }, async () => {
    await using office = await open({ environment });
    const { story } = await everyDoor(office);
    const at = new Date(begin).toISOString();
    expect((await ask(office, 'webview', digestOf(story).toUpperCase())).body).toEqual({
      inputId: 'webview',
      outcome: 'rejected',
      code: 'busy',
      note: null,
      pointer: null,
      stages: [
        { stage: 'accepted', at, ms: 0 },
        { stage: 'rejected', at: new Date(begin + 10).toISOString(), ms: 10 },
      ],
    });
    expect((await ask(office, 'refused', digestOf(story))).body).toMatchObject({
      outcome: 'refused',
      pointer: '/message',
    });
  });

  test('is told to the credential by which it came, and to no other', { tags: 'long' }, async () => {
    await using office = await open({ environment });
    const { credentials } = await everyDoor(office);
    const inputs = [...Object.keys(credentials), 'control', 'nothing'];
    const all = inputs.flatMap((input) => Object.keys(credentials).map((door) => ({ input, door })));
    const told = all.map(async (one) => ({ ...one, ...(await ask(office, one.input, credentials[one.door] ?? '')) }));
    expect(await Promise.all(told)).toMatchObject(
      all.map(({ input, door }) => ({ input, door, status: credentials[door] === credentials[input] ? 200 : 404 })),
    );
    expect(await ask(office, 'webview', null)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  test('is waited for a moment: who has just been told of it may ask before the journal has read of it', {
    tags: 'long',
  }, async () => {
    await using office = await open({ environment });
    await newBot(office);
    const story = new Story({ now: begin });
    const asked = ask(office, 'webview', digestOf(story));
    await office.broker.publish([story.posted({ a: 1 }, { inputId: 'webview' })]);
    expect((await asked).status).toBe(200);
  });

  test('is not told to one that is not ours, is for something else, or has ended', { tags: 'long' }, async () => {
    await using office = await open({ environment });
    const { story } = await everyDoor(office);
    const other = new Story({ now: begin });
    const forged = 'a secret that nobody here has, at all';
    const [head = '', , signature = ''] = chatTokenOf(story).split('.');
    const unsigned = chatTokenOf(story).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url'));
    const wrong: [string, string][] = [
      ['webview', digestOf(other)],
      ['webview', digestOf(story).slice(1)],
      ['webview', ''],
      ['link', `Bearer ${linkOf(story, { id: 'link-2' }).token}`],
      ['link', `Bearer ${linkOf(story, { secret: forged }).token}`],
      ['link', `Bearer ${linkOf(story, { ends: Date.now() - 1000 }).token}`],
      ['link', `Bearer ${linkOf(other).token}`],
      ['hook', 'Bearer bch_other'],
      ['chat', `Bearer ${chatTokenOf(other)}`],
      ['chat', `Bearer ${chatTokenOf(story, { secret: forged })}`],
      ['chat', `Bearer ${chatTokenOf(story, { ends: Date.now() - 1000 })}`],
      ['chat', `Bearer ${chatTokenOf(story, { aud: 'link' })}`],
      ['chat', `Bearer ${unsigned}`],
      ['chat', `Bearer ${head}..${signature}`],
    ];
    const told = wrong.map(async ([input, credential]) => ({ credential, ...(await ask(office, input, credential)) }));
    expect(await Promise.all(told)).toMatchObject(
      wrong.map(([, credential]) => ({ credential, status: 404, body: { code: 'not_found' } })),
    );
  });

  test('is not told to the digest of a bot that does not take it', { tags: 'long' }, async () => {
    await using office = await open({ environment });
    const { story } = await everyDoor(office);
    const asked = await onSettings(office);
    expect((await office.call(PatchSettings, { ...asked, body: { digest: false } })).status).toBe(200);
    expect((await ask(office, 'webview', digestOf(story))).status).toBe(404);
  });

  describe('a page of another origin', () => {
    test('may ask, and read the answer, also a refusal', { tags: 'long' }, async () => {
      await using office = await open({ environment });
      const address = `${office.url}/v1/inputs/any`;
      const preflight = await fetch(address, { method: 'OPTIONS' });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-headers')).toMatch('Authorization');
      const answer = await fetch(address, { headers: { authorization: 'x' } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
    });
  });
});
