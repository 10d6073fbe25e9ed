import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { text } from './bot.fixture.ts';
import { type Behaviour, says, startApi } from './outside/api.fixture.ts';
import { botVersion, serving, turn } from './serving.fixture.ts';

const { start, stop, say, answers } = serving({ API_ALLOW: '127.0.0.1' });
let service: Awaited<ReturnType<typeof startApi>>;
let behave: Behaviour;
/** Answers that the API holds back. */
const held: (() => void)[] = [];
const hold: Behaviour = (response, heard) => void held.push(() => says(200, '{}')(response, heard));
const release = () => {
  for (const answer of held.splice(0)) answer();
};
beforeAll(async () => {
  service = await startApi((response, heard) => behave(response, heard));
});
afterAll(() => service[Symbol.asyncDispose]());
let id: string;
beforeEach(() => {
  id = randomUUID();
  service.heard.length = 0;
  held.length = 0;
  behave = says(200, '{}');
});
const call = (name: string, more = {}) => ({ name, type: 'api', url: `${service.url}/${name}`, ...more });
const asked = () => service.heard.map(({ url }) => url);
const textsOf = (number: number) => answers()[number]?.replies.map((reply) => reply['text']);
const finals = () => answers().filter(({ final }) => final);

test('a turn with a script is answered', async () => {
  const script = { name: 's', type: 'script', script: 'botContext.sendMessage(botContext.getConversationId())' };
  await say(botVersion(1, [script, text('done')]), turn(id));
  await expect.poll(() => answers()).toHaveLength(1);
  expect(textsOf(0)).toEqual([id, 'done.']);
});

test('what was said before a slow call is on the log before the answer', { tags: 'long' }, async () => {
  behave = hold;
  await say(botVersion(1, [text('one moment'), call('a'), text('done')]), turn(id));
  await expect.poll(() => answers()).toHaveLength(1);
  expect(answers()).toMatchObject([{ final: false, session: null, replies: [{ id: '1:one moment:1:1' }] }]);
  release();
  await expect.poll(() => answers()).toHaveLength(2);
  expect(answers()[1]).toMatchObject({ final: true, replies: [{ id: '1:one moment:1:1' }, { id: '1:done:1:1' }] });
});

test('a slow call holds up no other conversation, also of the same bot', { tags: 'long' }, async () => {
  behave = (response, heard) => (held.length === 0 ? hold : says(200, '{}'))(response, heard);
  await say(botVersion(1, [call('a'), text('done')]), turn(id));
  await expect.poll(() => held).toHaveLength(1);
  const others = Array.from({ length: 20 }, () => randomUUID());
  await say(...others.map((other) => turn(other)));
  await expect.poll(() => finals()).toHaveLength(20);
  expect(finals().map((answer) => answer.conversation.conversationId)).not.toContain(id);
  release();
  await expect.poll(() => finals()).toHaveLength(21);
});

test('a service that stops leaves a turn with a call in flight to another instance, which asks for no answer that had come', {
  tags: 'long',
}, async () => {
  behave = (response, heard) => (heard.url === '/b' ? hold : says(200, '{}'))(response, heard);
  await say(
    botVersion(1, [call('a', { method: 'POST' }), text('one moment'), call('b', { method: 'POST' }), text('done')]),
    turn(id),
  );
  await expect.poll(() => answers()).toHaveLength(1);
  expect(asked()).toEqual(['/a', '/b']);
  await stop();
  expect(finals()).toEqual([]);

  behave = says(200, '{}');
  await start();
  await expect.poll(() => finals()).toHaveLength(1);
  expect(finals()).toMatchObject([{ failed: false, replies: [{ id: '1:one moment:1:1' }, { id: '1:done:1:1' }] }]);
  expect(asked()).toEqual(['/a', '/b', '/b']);
  const [, first, second] = service.heard.map(({ headers }) => headers['idempotency-key']);
  expect(first).toBe(second);
});

test('a turn that is told again is answered again, without a call', async () => {
  await say(botVersion(1, [call('a', { method: 'POST', response: 'A' }), text('done')]), turn(id), turn(id));
  await expect.poll(() => finals()).toHaveLength(2);
  expect(finals()[0]).toEqual(finals()[1]);
  expect(asked()).toEqual(['/a']);
});

test('scripts that never end hold up no other conversation for long', { tags: 'long' }, async () => {
  const endless = {
    name: 's',
    type: 'script',
    script: "if (botContext.getConversationId().startsWith('slow')) for (;;);",
  };
  await say(botVersion(1, [endless, text('done')]), turn(`slow ${id}`), turn(id));
  await expect.poll(() => finals()).toHaveLength(2);
  const slow = finals().find(({ conversation }) => conversation.conversationId !== id);
  expect(slow?.replies.map((reply) => reply['text'])).toEqual(['Error.', 'done.']);
  expect(slow).toMatchObject({ failed: false });
});
