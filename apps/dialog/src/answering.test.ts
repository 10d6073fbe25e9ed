import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dialog, opened, question, text } from './bot.fixture.ts';
import { live } from './live.fixture.ts';
import { type Behaviour, inTurn, says, startApi } from './outside/api.fixture.ts';

const talkOf = live({ limits: { retries: 0 } });
let service: Awaited<ReturnType<typeof startApi>>;
let behave: Behaviour;
beforeAll(async () => {
  service = await startApi((response, heard) => behave(response, heard));
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(() => {
  service.heard.length = 0;
});
const call = (name: string, more = {}) => ({ name, type: 'api', url: `${service.url}/${name}`, ...more });
/** Longer than a person should look at nothing. */
const slowly: Behaviour = (response, heard) => {
  void later(300).then(() => says(200, heard.url)(response, heard));
};
const idsOf = ({ replies }: { replies: readonly { id: string }[] }) => replies.map(({ id }) => id);

test('what was said before a slow call is shown meanwhile, and again in the answer', { tags: 'long' }, async () => {
  behave = slowly;
  const talk = talkOf([dialog('start', text('one moment'), call('a'), text('done'))]);
  expect(await talk.hear('start')).toEqual(['one moment.', 'done.']);
  expect(talk.parts).toMatchObject([
    { turn: 1, final: false, session: null, message: { text: 'start' }, replies: [{ text: 'one moment.' }] },
  ]);
  expect(idsOf(talk)).toEqual([...talk.parts.flatMap(idsOf), '1:done:1:1']);
});

test('a second slow call shows what has come since, and nothing where nothing has', { tags: 'long' }, async () => {
  behave = slowly;
  const talk = talkOf([dialog('start', text('one'), call('a'), call('b'), text('two'), call('c'))]);
  await talk.hear('start');
  expect(talk.parts.map(idsOf)).toEqual([['1:one:1:1'], ['1:one:1:1', '1:two:1:1']]);
});

test('before the bot has said anything, the person’s own words are shown', { tags: 'long' }, async () => {
  behave = slowly;
  const talk = talkOf([dialog('start', call('a'), call('b'), text('done'))]);
  expect(await talk.hear('start')).toEqual(['done.']);
  expect(talk.parts).toMatchObject([{ final: false, message: { from: 'user', text: 'start' }, replies: [] }]);
});

test('where nobody has said anything there is nothing to show', { tags: 'long' }, async () => {
  behave = slowly;
  const talk = talkOf([dialog('start', call('a'), text('done'))], { start: 'start' });
  expect(await talk.hear(opened())).toEqual(['done.']);
  expect(talk.parts).toEqual([]);
});

test('a fast call is waited for without a word', async () => {
  behave = says(200);
  const talk = talkOf([dialog('start', text('one moment'), call('a'), text('done'))]);
  await talk.hear('start');
  expect(talk.parts).toEqual([]);
});

test('all calls of a turn have a time together; a call beyond it fails, and the turn goes on', {
  tags: 'long',
}, async () => {
  behave = slowly;
  const failure = { type: 'failure', next: 'next' };
  const talk = talkOf(
    [dialog('start', call('a'), call('b', { rules: [failure] }), text('done'), question('q'), call('c'))],
    {},
    { callsMs: 200 },
  );
  expect(await talk.hear('start')).toEqual(['Sorry, I could not find anything for that.', 'done.', 'q?']);
  expect(service.heard.map(({ url }) => url)).toEqual(['/a']);
  expect(talk.notes).toEqual([
    expect.stringMatching(/^a: .* did not answer in time\.$/),
    'b: The calls of this turn have taken 0.2 s already.',
  ]);
  behave = says(200);
  expect(await talk.hear('x')).toEqual([]);
  expect(service.heard.map(({ url }) => url)).toEqual(['/a', '/c']);
});

test('two calls of a step in one turn are two, and have keys of their own', async () => {
  behave = inTurn(says(200, '{"again": true}'), says(200, '{}'));
  const again = {
    type: 'success',
    conditions: [{ variable: 'api_A.again', is: 'equals', value: true }],
    next: { interaction: 'a' },
  };
  const talk = talkOf([dialog('start', call('a', { method: 'POST', response: 'A', rules: [again] }), text('done'))]);
  expect(await talk.hear('start')).toEqual(['done.']);
  expect(new Set(service.heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
});

test('the same turn again asks nobody again, and is answered in the same way', async () => {
  behave = inTurn(says(200, '1'), says(200, '2'));
  const talk = talkOf([dialog('start', call('a', { response: 'A' }), text('x', { text: '{$botContext.api_A}' }))]);
  const { session } = talk;
  talk.turn = 100;
  const first = await talk.hear('start');
  Object.assign(talk, { session, turn: 100 });
  expect(await talk.hear('start')).toEqual(first);
  expect(service.heard).toHaveLength(1);
});
