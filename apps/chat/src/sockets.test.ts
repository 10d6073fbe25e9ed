import { randomUUID } from 'node:crypto';
import { closeCodes, InputReceived, InputTracked, limits, Tracking } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { open, Stage, until } from './stage.fixture.ts';

async function begin() {
  const stage = new Stage();
  await stage.bot();
  const address = await stage.chat();
  const opened = await open(address);
  const { conversationId, token } = opened;
  const page = (more: Parameters<Stage['page']>[1] = {}) => stage.page(address, { token, ...more });
  const says: InputTracked[] = [];
  await stage.broker.follow({
    topics: [Tracking],
    from: 'now',
    hear: ({ event }) => says.push(event?.data as InputTracked),
  });
  return {
    stage,
    address,
    conversationId,
    token,
    page,
    says,
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

test('an answer is on the open page, the input first', async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  await chat.stage.answer(chat.conversationId, { message: { from: 'user', text: 'hello', at: 1 } });
  await page.shows(2);
  expect(page.messages).toMatchObject([
    { seq: 1, id: 'input-1', from: 'user', text: 'hello' },
    { seq: 2, id: '1:a', from: 'bot', text: 'answer 1' },
  ]);
});

test('who comes later gets everything from the first message, then what happens', async () => {
  await using chat = await begin();
  for (const _ of [1, 2, 3]) await chat.stage.answer(chat.conversationId);
  await chat.page().shows(3);
  const page = await chat.page().shows(3);
  await chat.stage.answer(chat.conversationId);
  await page.shows(4);
  expect(page.seqs).toEqual([1, 2, 3, 4]);
  expect(page.welcome).toMatchObject({ head: 3 });
});

test('many tabs that come and go while much is said each get each message once, in order', async () => {
  await using chat = await begin();
  const { stage, conversationId } = chat;
  const { epoch } = (await chat.page().welcomed()).welcome ?? {};
  const stays = [chat.page()];
  // One person's tab, whose connection breaks again and again: what each of its sockets has shown, one after the other.
  const broken = [chat.page({ epoch })];
  for (let turn = 1; turn <= 300; turn += 1) {
    const said = stage.answer(conversationId, { turn });
    if (turn % 20 > 0) continue;
    await said;
    const last = broken.at(-1);
    last?.socket.removeAllListeners('message');
    last?.end();
    broken.push(chat.page({ epoch, after: broken.flatMap(({ seqs }) => seqs).at(-1) ?? 0 }));
    stays.push(chat.page());
  }
  const all = Array.from({ length: 300 }, (_, i) => i + 1);
  const shown = () => broken.flatMap(({ seqs }) => seqs);
  await until(() => shown().at(-1) === 300 && stays.every(({ seqs }) => seqs.at(-1) === 300));
  expect(shown()).toEqual(all);
  for (const { seqs } of stays) expect(seqs).toEqual(all);
});

test('a page that was away gets what it has missed, and nothing twice', async () => {
  await using chat = await begin();
  const { stage, conversationId } = chat;
  await stage.answer(conversationId);
  const page = await chat.page().shows(1);
  page.end();
  for (const _ of [2, 3]) await stage.answer(conversationId);
  const again = await chat.page({ after: 1, epoch: page.welcome?.epoch }).shows(2);
  await stage.answer(conversationId);
  await again.shows(3);
  expect(again.seqs).toEqual([2, 3, 4]);
});

test('a page that counts in another epoch, or in none, begins at the first message', async () => {
  await using chat = await begin();
  await chat.stage.answer(chat.conversationId);
  expect((await chat.page({ after: 1, epoch: 'another' }).shows(1)).seqs).toEqual([1]);
  expect((await chat.page({ after: 1 }).shows(1)).seqs).toEqual([1]);
});

test('a transcript that begins anew is shown again from its first message', { tags: 'long' }, async () => {
  await using chat = await begin();
  const { stage, conversationId } = chat;
  await stage.answer(conversationId);
  const page = await chat.page().shows(1);
  for (const partition of [0, 1, 2, 3]) {
    const head = await stage.slots.head(partition);
    await stage.slots.empty(partition, head, { ...head, offset: 0, epoch: `new ${partition}`, events: [], retell: [] });
  }
  // Noticed by the owner's tick, folded again from the log, and told when the heads are compared.
  await until(() => page.all('welcome').length === 2 && page.messages.length === 2);
  expect(page.welcome?.epoch).toMatch(/^new/);
  expect(page.seqs).toEqual([1, 1]);
});

test('what a page says is accepted when the log has it, and said twice it is one input', async () => {
  await using chat = await begin();
  const heard: InputReceived[] = [];
  await chat.stage.broker.follow({
    topics: [{ name: 'conversation.log', events: [InputReceived], compacted: false, retentionMs: 0 }],
    from: 'now',
    hear: ({ event }) => heard.push(event?.data as InputReceived),
  });
  const page = await chat.page().welcomed();
  const id = randomUUID();
  page.say({ type: 'say', id, text: 'hello' });
  page.say({ type: 'say', id, text: ' hello ' });
  await until(() => page.all('accepted').length === 2 && heard.length === 2);
  const [one, two] = page.all('accepted');
  expect(one).toEqual(two);
  expect(heard[0]).toMatchObject({
    kind: 'said',
    text: 'hello',
    inputId: one?.inputId,
    conversationId: chat.conversationId,
  });
  expect(heard[1]?.inputId).toBe(one?.inputId);
});

test('the bot is seen to think while it does not answer', { tags: 'long' }, async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  page.say({ type: 'say', id: randomUUID(), postback: { payload: 'PAY', label: 'Pay' } });
  await until(() => page.all('typing').length === 1);
  await chat.stage.answer(chat.conversationId);
  await page.shows(1);
  await chat.stage.answer(chat.conversationId, { replies: [] });
  await chat.stage.answer(chat.conversationId);
  await page.shows(2);
  // Each was ended by a message.
  expect(page.all('quiet')).toEqual([]);
});

test('a bot that answers at once is not seen to think', { tags: 'long' }, async () => {
  await using chat = await begin();
  const [page, slow] = [await chat.page().welcomed(), await open(chat.address)];
  const other = await chat.stage.page(chat.address, { token: slow.token }).welcomed();
  page.say({ type: 'say', id: randomUUID(), text: 'hi' });
  await until(() => page.all('accepted').length === 1);
  await chat.stage.answer(chat.conversationId);
  other.say({ type: 'say', id: randomUUID(), text: 'hi' });
  await until(() => other.all('typing').length === 1);
  expect(page.messages).toHaveLength(1);
  expect(page.all('typing')).toEqual([]);
});

test('a bot that has thought and says nothing is told to be quiet, once, to those who saw it think', {
  tags: 'long',
}, async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  page.say({ type: 'say', id: randomUUID(), text: 'hi' });
  await until(() => page.all('typing').length === 1);
  await chat.stage.answer(chat.conversationId, { replies: [] });
  await until(() => page.all('quiet').length === 1);
  await chat.stage.answer(chat.conversationId, { replies: [] });
  await chat.stage.answer(chat.conversationId);
  await page.shows(1);
  expect(page.frames.map(({ type }) => type)).toEqual(['welcome', 'beat', 'accepted', 'typing', 'quiet', 'message']);
});

test('a message that is rejected is told to the page that sent it, and to no other', async () => {
  await using chat = await begin();
  const [page, other] = [await chat.page().welcomed(), await chat.page().welcomed()];
  const id = randomUUID();
  page.say({ type: 'say', id, text: 'hello' });
  await until(() => page.all('accepted').length === 1);
  const inputId = page.all('accepted')[0]?.inputId ?? '';
  const { conversationId } = chat;
  const rejected = {
    inputId,
    conversationId,
    stage: 'outcome',
    outcome: 'rejected',
    code: 'conversation_closed',
  } as const;
  await chat.stage.broker.publish([InputTracked(rejected, { time: 1 })]);
  await until(() => page.all('problem').length === 1);
  expect(page.all('problem')).toMatchObject([{ id, problem: { code: 'conversation_closed', inputId } }]);
  await chat.stage.answer(conversationId);
  await other.shows(1);
  expect(other.all('problem')).toEqual([]);
});

test('an input is told as delivered once its last message was acknowledged, once', { tags: 'long' }, async () => {
  await using chat = await begin();
  const { stage, conversationId, says } = chat;
  const delivered = () => says.filter((said) => said.stage === 'delivered').map(({ inputId }) => inputId);
  const [page, other] = [await chat.page().welcomed(), await chat.page().welcomed()];
  const two = [1, 2].map((n) => ({ id: `1:${n}`, type: 'text', text: 'x' }));
  await stage.answer(conversationId, { replies: two });
  await stage.answer(conversationId);
  await Promise.all([page.shows(3), other.shows(3)]);
  page.say({ type: 'ack', seq: 1 });
  other.say({ type: 'ack', seq: 2 });
  await until(() => delivered().length === 1);
  page.say({ type: 'ack', seq: 2 });
  // Nobody has seen what is not there.
  other.say({ type: 'ack', seq: 99 });
  await until(() => delivered().length === 2);
  const again = await chat.page({ after: 3, epoch: page.welcome?.epoch }).welcomed();
  await stage.answer(conversationId);
  await again.shows(1);
  again.say({ type: 'ack', seq: 4 });
  await until(() => delivered().length >= 3);
  expect(delivered()).toEqual(['input-1', 'input-2', 'input-3']);
});

test('an input whose last message was seen before its turn ended is delivered when it ends', async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  await chat.stage.answer(chat.conversationId, { turn: 1, final: false });
  await page.shows(1);
  page.say({ type: 'ack', seq: 1 });
  await until(async () => (await chat.stage.slots.raise(await partitionOfSeen(chat), seen(chat))) === 1);
  expect(chat.says).toEqual([]);
  await chat.stage.answer(chat.conversationId, { turn: 1 });
  await until(() => chat.says.length === 1);
  expect(chat.says).toMatchObject([{ stage: 'delivered', inputId: 'input-1', turn: 1 }]);
});

const seen = ({ conversationId }: { conversationId: string }) => ({ key: conversationId, name: 'seen', value: 0 });
async function partitionOfSeen({ stage, conversationId }: { stage: Stage; conversationId: string }): Promise<number> {
  for (const partition of [0, 1, 2, 3]) if (await stage.slots.state(partition, conversationId)) return partition;
  return 0;
}

test('a socket that reads too slowly is closed, comes again and has lost nothing', {
  tags: 'long',
  timeout: 60_000,
}, async () => {
  await using chat = await begin();
  const { stage, conversationId } = chat;
  const slow = await chat.page().welcomed();
  slow.socket.pause();
  const big = 'x'.repeat(100_000);
  const other = await chat.page().welcomed();
  for (let turn = 1; turn <= 120; turn += 1) {
    await stage.answer(conversationId, { turn, replies: [{ id: `${turn}:a`, type: 'text', text: big }] });
    await other.shows(turn);
  }
  expect(other.closed).toBeNull();
  slow.socket.resume();
  // It is told why, unless it reads on only after the server has stopped waiting for it: then it is cut off.
  expect([closeCodes.slow, 1006]).toContain((await slow.ended()).code);
  expect(slow.messages.length).toBeLessThan(120);
  const after = slow.messages.at(-1)?.seq ?? 0;
  const again = chat.page({ after, epoch: slow.welcome?.epoch });
  await until(() => again.messages.at(-1)?.seq === 120);
  expect([...slow.seqs, ...again.seqs]).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
});

test('a long transcript comes page by page', async () => {
  await using chat = await begin();
  const replies = Array.from({ length: 700 }, (_, i) => ({ id: `1:${i}`, type: 'text', text: 'x' }));
  await chat.stage.answer(chat.conversationId, { replies });
  const page = await chat.page().shows(700);
  expect(page.seqs).toEqual(replies.map((_, i) => i + 1));
});

test('of an erased conversation nothing is shown any more', async () => {
  await using chat = await begin();
  await chat.stage.answer(chat.conversationId);
  const page = await chat.page().shows(1);
  await chat.stage.answer(chat.conversationId, { leaves: 'erased', replies: [] });
  expect(await page.ended()).toEqual({ code: 4410, reason: 'erased' });
  expect(await chat.page().ended()).toEqual({ code: 4410, reason: 'erased' });
});

test('a closed conversation says so, and can still be read', async () => {
  await using chat = await begin();
  await chat.stage.answer(chat.conversationId, { leaves: 'closed', replies: [] });
  expect((await chat.page().shows(1)).messages).toMatchObject([{ seq: 1, type: 'closed' }]);
});

test('a stop asks every page to come again', async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  await chat.stage.stop(0);
  expect(await page.ended()).toEqual({ code: 1012, reason: 'later' });
});

test('who says anything but hello first is turned away', async () => {
  await using chat = await begin();
  const page = await chat.stage.page(chat.address).opened();
  page.say({ type: 'ack', seq: 1 });
  expect(await page.ended()).toEqual({ code: 4400, reason: 'frame_invalid' });
});

test('who says nothing is turned away after a while', { tags: 'long', timeout: limits.helloMs + 5000 }, async () => {
  await using chat = await begin();
  expect(await chat.stage.page(chat.address).ended()).toEqual({ code: 4408, reason: 'hello_missing' });
});

test('a token that is none, or of another secret, opens nothing', async () => {
  await using chat = await begin();
  const page = chat.stage.page(chat.address, { token: 'none' });
  expect(await page.ended()).toEqual({ code: 4401, reason: 'unauthorized' });
  expect(page.all('problem')).toMatchObject([{ problem: { code: 'unauthorized' } }]);
});

test('a page of an origin that the bot does not know sees nothing', async () => {
  await using chat = await begin();
  await chat.stage.bot({ revision: 2, origins: ['https://shop.example'] });
  expect((await chat.page({ origin: 'https://shop.example' }).welcomed()).closed).toBeNull();
  expect(await chat.page({ origin: 'https://evil.example' }).ended()).toEqual({
    code: 4403,
    reason: 'origin_forbidden',
  });
});

test('a frame that breaks a rule is explained, and the socket stays', async () => {
  await using chat = await begin();
  const page = await chat.page().welcomed();
  const id = randomUUID();
  page.say({ type: 'say', id, text: 'x'.repeat(limits.messageChars + 1) });
  page.say({ type: 'say', text: 'no id' });
  await until(() => page.all('problem').length === 2);
  expect(page.all('problem')).toMatchObject([
    { id, problem: { code: 'field_invalid', pointer: '/text' } },
    { problem: { code: 'field_missing', pointer: '/id' } },
  ]);
  await chat.stage.answer(chat.conversationId);
  await page.shows(1);
});

test('a frame that is none ends the socket, and so does one that is too large or comes in many pieces', async () => {
  await using chat = await begin();
  const [page, large, torn] = [chat.page(), chat.page(), chat.page()];
  for (const one of [page, large, torn]) await one.welcomed();
  page.socket.send('nonsense');
  expect((await page.ended()).reason).toBe('frame_invalid');
  large.say({ type: 'say', id: randomUUID(), text: 'x'.repeat(limits.inputBytes) });
  expect((await large.ended()).code).toBe(1009);
  for (let piece = 0; piece <= 16; piece += 1) torn.socket.send(' ', { fin: false });
  expect((await torn.ended()).code).toBe(1008);
});
