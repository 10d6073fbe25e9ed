import { BotVersion, tombstone } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { freshSession } from './bot.fixture.ts';
import { botId, botVersion, serving, turn } from './serving.fixture.ts';

const { heard, start, stop, say, answers } = serving();

test('a turn that is opened is answered, within its trace', async () => {
  await say(botVersion(), turn('c1'));
  await expect.poll(() => heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({
    type: 'turn.answered',
    key: 'c1',
    turn: 1,
    final: true,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
  expect(answers()).toMatchObject([{ replies: [{ id: '1:hello:1:1', text: 'hello.' }], session: freshSession }]);
});

test('a turn whose version has not come waits, and holds up no other conversation', async () => {
  await say(botVersion(), turn('c1', 2), turn('c2'));
  await expect.poll(() => answers().map((answer) => answer.conversation.conversationId)).toEqual(['c2']);
  await say(botVersion(2));
  await expect.poll(() => answers().map((answer) => answer.conversation.conversationId)).toEqual(['c2', 'c1']);
});

test('a session whose version was taken away begins afresh on the newest, one on another stays', async () => {
  await say(
    botVersion(1),
    botVersion(2),
    botVersion(3),
    tombstone(BotVersion, `${botId()}:1`, 2),
    turn('c1', 1),
    turn('c2', 2),
  );
  await expect.poll(() => answers()).toHaveLength(2);
  const sessions = answers().map(({ conversation, session }) => [conversation.conversationId, session] as const);
  expect(Object.fromEntries(sessions)).toMatchObject({
    c1: { version: 3, number: freshSession.number + 1 },
    c2: { version: 2, number: freshSession.number },
  });
});

test('a turn that can not be read ends as a failed answer, the session as it was', async () => {
  const opened = turn('c1');
  const input = { ...opened.data.input, kind: 'danced' } as never;
  await say({ ...opened, data: { ...opened.data, input } });
  await expect.poll(() => heard).toHaveLength(1);
  expect(answers()).toMatchObject([{ turn: 1, inputId: 'i', failed: true, final: true, session: freshSession }]);
  expect(answers()[0]?.notes).toEqual([expect.stringMatching(/^the turn could not be read: /)]);
});

test('one of which even less can be read is parked', async () => {
  await say({ ...turn('c1'), data: { input: 'none' } });
  await expect.poll(() => heard).toHaveLength(1);
  expect(heard).toMatchObject([{ type: 'record.parked', data: { topic: 'turn.opened', group: 'dialog' } }]);
});

test('the service stops although a turn waits, and another instance answers it', async () => {
  await say(turn('c1'));
  await stop();
  await start();
  await say(botVersion());
  await expect.poll(() => heard).toHaveLength(1);
});
