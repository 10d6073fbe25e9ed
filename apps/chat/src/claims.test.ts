import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ConversationLog, InputReceived } from '@backchannel/contracts';
import { connectRedis, redisSlots, type Slots } from '@backchannel/projection';
import { realRedis } from '@backchannel/stack';
import { describe, expect, test } from 'vitest';
import { calling } from './answers.fixture.ts';
import { call, open, type Page, Stage, until } from './stage.fixture.ts';

const redis = await realRedis();

/** A conversation that two instances show, in six tabs. */
async function begin({ slots, url }: { slots?: Slots; url?: string } = {}) {
  const stage = new Stage(slots && { slots });
  await stage.bot();
  const variables = url === undefined ? {} : { REDIS_URL: url };
  const addresses = [await stage.chat('one', variables), await stage.chat('two', variables)];
  const log: InputReceived[] = [];
  await stage.broker.follow({
    topics: [ConversationLog],
    from: 'now',
    hear: ({ event }) => event?.type === InputReceived.type && log.push(event.data as InputReceived),
  });
  const { conversationId, token } = await open(addresses[0] ?? '');
  const page = (at: number) => stage.page(addresses[at % 2] ?? '', { token }).welcomed();
  const pages = await Promise.all([0, 1, 2, 3, 4, 5].map(page));
  const asks = async (callId: string, ms?: number) => {
    const shown = pages[0]?.messages.length ?? 0;
    const reply = { id: `r-${callId}`, type: 'page_call', callId, function: 'share', param: {}, timeoutMs: 3000 };
    await stage.answer(conversationId, { replies: [reply], session: calling(callId, ms ?? 60_000) });
    await Promise.all(pages.map((page) => page.shows(shown + 1)));
  };
  const http = (body: object) => call(`${addresses[0]}/v1/conversations/${conversationId}/messages`, { token, body });
  const dispose = () => stage[Symbol.asyncDispose]();
  return { stage, log, conversationId, pages, page, asks, http, [Symbol.asyncDispose]: dispose };
}

async function claim(page: Page, callId: string): Promise<boolean> {
  const told = page.all('claimed').length;
  page.say({ type: 'claim', callId });
  await until(() => page.all('claimed').length > told);
  const answer = page.all('claimed').at(-1);
  expect(answer).toMatchObject({ callId });
  return answer?.yours === true;
}

/** How many tabs are told that a call is theirs, of three calls that all tabs claim at once. */
async function winners({ pages, asks }: Awaited<ReturnType<typeof begin>>): Promise<number[]> {
  const winners: number[] = [];
  for (const callId of ['call-1', 'call-2', 'call-3']) {
    await asks(callId);
    expect(pages[3]?.messages.at(-1)).toMatchObject({ type: 'page_call', callId, function: 'share' });
    const yours = await Promise.all(pages.map((page) => claim(page, callId)));
    winners.push(yours.filter(Boolean).length);
  }
  return winners;
}

describe.skipIf(redis.missing)('on a real Redis', () => {
  test('of the tabs of two instances one gets each page call', async () => {
    const client = connectRedis(redis.url);
    await once(client, 'ready');
    const slots = redisSlots({ redis: client, prefix: `test-${randomUUID()}` });
    {
      await using chat = await begin({ slots, url: redis.url });
      expect(await winners(chat)).toEqual([1, 1, 1]);
    }
    client.disconnect();
  });
});

test('of the tabs of two instances one gets each page call', async () => {
  await using chat = await begin();
  expect(await winners(chat)).toEqual([1, 1, 1]);
});

test('a socket is told the same again, a tab that has come back is another one', async () => {
  await using chat = await begin();
  const [one, two] = chat.pages as [Page, Page];
  await chat.asks('call-1');
  expect(await claim(one, 'call-1')).toBe(true);
  expect(await claim(two, 'call-1')).toBe(false);
  expect(await claim(one, 'call-1')).toBe(true);
  one.end();
  expect(await claim(await chat.page(0), 'call-1')).toBe(false);
});

test('a call that is not the open one is nobody’s', async () => {
  await using chat = await begin();
  const [one, two] = chat.pages as [Page, Page];
  expect(await claim(one, 'unheard-of')).toBe(false);
  await chat.asks('too-late', 1);
  expect(await claim(one, 'too-late')).toBe(false);
  await chat.asks('call-1');
  await chat.asks('call-2');
  expect(await claim(one, 'call-1')).toBe(false);

  // Answered by a client that needs no claim.
  expect((await chat.http({ callId: 'call-2', value: 1 })).status).toBe(202);
  const stored = async () => {
    const states = await Promise.all([0, 1, 2, 3].map((slot) => chat.stage.slots.state(slot, chat.conversationId)));
    return states.some((state) => (state as { call?: { until: number } } | null)?.call?.until === 0);
  };
  await until(stored);
  expect(await claim(two, 'call-2')).toBe(false);
});

test('what a page returns is an input, the same one over HTTP', async () => {
  await using chat = await begin();
  const [one] = chat.pages as [Page];
  await chat.asks('call-1');
  const value = { ok: [1, null] };
  one.say({ type: 'return', callId: 'call-1', value });
  await until(() => one.all('accepted').length === 1);
  const [accepted] = one.all('accepted');
  expect(accepted?.id).toBe('call-1');
  expect((await chat.http({ callId: 'call-1', value })).body).toEqual({ inputId: accepted?.inputId });
  await until(() => chat.log.length === 3);
  expect(chat.log[1]).toMatchObject({ kind: 'returned', callId: 'call-1', value, inputId: accepted?.inputId });
  expect(chat.log[2]).toMatchObject({ inputId: accepted?.inputId, key: chat.log[1]?.key });
});

test('the bot works on what the page returned, and not on what comes too late', { tags: 'long' }, async () => {
  await using chat = await begin();
  const [one] = chat.pages as [Page];
  await chat.asks('call-1');
  await chat.http({ callId: 'call-1', value: 1 });
  await until(() => one.all('typing').length === 1);
  await chat.stage.answer(chat.conversationId, { replies: [{ id: 'r-2', type: 'text', text: 'Thanks.' }] });
  await one.shows(2);
  await chat.http({ callId: 'call-0', value: 1 });
  await until(() => chat.log.length === 3);
  await chat.stage.answer(chat.conversationId, { replies: [{ id: 'r-3', type: 'text', text: 'Still there?' }] });
  await one.shows(3);
  expect(one.all('typing')).toHaveLength(1);
});

test('a page function that failed says why; a null is a value', async () => {
  await using chat = await begin();
  const [one] = chat.pages as [Page];
  one.say({ type: 'return', callId: 'call-1', error: 'chatbot.share is not a function' });
  one.say({ type: 'return', callId: 'call-2', value: null });
  await until(() => one.all('accepted').length === 2 && chat.log.length === 3);
  expect(chat.log[1]).toMatchObject({ kind: 'returned', error: 'chatbot.share is not a function' });
  expect(chat.log[2]).toMatchObject({ kind: 'returned', value: null });
});

test('a result or a claim that breaks a rule is explained under its call, and the socket stays', async () => {
  await using chat = await begin();
  const [one] = chat.pages as [Page];
  const frames = [
    [{ type: 'return', callId: 'c' }, 'field_missing', '/value', 'c'],
    [{ type: 'return', callId: 'c', value: 1, error: 'x' }, 'field_invalid', '/error', 'c'],
    [{ type: 'return', callId: 'c', error: 7 }, 'field_invalid', '/error', 'c'],
    [{ type: 'return', value: 1 }, 'field_missing', '/callId', undefined],
    [{ type: 'claim' }, 'field_missing', '/callId', undefined],
    [{ type: 'claim', callId: 'x'.repeat(101) }, 'field_invalid', '/callId', 'x'.repeat(101)],
  ] as const;
  for (const [frame] of frames) one.say(frame);
  await until(() => one.all('problem').length === frames.length);
  for (const [, code, pointer, id] of frames) {
    expect(one.all('problem')).toContainEqual(
      expect.objectContaining({
        ...(id === undefined ? {} : { id }),
        problem: expect.objectContaining({ code, pointer }),
      }),
    );
  }
  for (const body of [{ callId: 'c' }, { callId: 'c', value: 1, error: 'x' }]) {
    expect((await chat.http(body)).status).toBe(422);
  }
  expect(await claim(one, 'c')).toBe(false);
});

test('what is for agents never comes to a page, neither at once nor when it is read again', async () => {
  await using chat = await begin();
  const [one] = chat.pages as [Page];
  const replies = [
    { id: '1:a', type: 'text', text: 'One moment.' },
    { id: '1:b', type: 'private', text: 'a risky customer' },
    { id: '1:c', type: 'text', text: 'Done.' },
  ];
  await chat.stage.answer(chat.conversationId, { replies });
  await one.shows(2);
  const again = await (await chat.page(1)).shows(2);
  for (const page of [one, again]) {
    expect(page.seqs).toEqual([1, 2]);
    expect(JSON.stringify(page.frames)).not.toContain('risky');
  }
});
