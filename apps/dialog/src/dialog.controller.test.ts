import 'reflect-metadata';
import {
  Bot,
  BotVersion,
  BotVersionTopic,
  ConversationLog,
  type Event,
  TurnAnswered,
  TurnOpened,
  Turns,
} from '@backchannel/contracts';
import { type Broker, SqliteBroker, Unprocessable } from '@backchannel/messaging';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { conversation, dialog, freshSession, said, text, turnOf } from './bot.fixture.ts';
import { DialogController } from './dialog.controller.ts';
import { Versions } from './versions.ts';

const saying = { time: 1, traceparent: '00-1-1-01' };
const bot = Bot.parse({ id: 'b', name: 'B', dialogs: [dialog('hi', text('hello'))] });
const turn = (conversationId: string, version = 1) =>
  TurnOpened(
    turnOf(said('hi'), {
      conversation: { ...conversation, conversationId },
      session: { ...freshSession, version },
    }),
    saying,
  );

let broker: Broker;
let heard: Event[];
let parked: unknown[];
beforeEach(async () => {
  broker = new SqliteBroker({ path: ':memory:' });
  heard = [];
  parked = [];
  const versions = new Versions(() => {});
  const controller = new DialogController(versions);
  await broker.follow({ topics: [BotVersionTopic], from: 'start', hear: (record) => versions.hear(record) });
  versions.started();
  await broker.follow({
    topics: [ConversationLog],
    from: 'now',
    hear: ({ event }) => void (event && heard.push(event)),
  });
  const handle = (record: Parameters<DialogController['onTurn']>[0]) =>
    controller.onTurn(record).catch((error: unknown) => {
      if (error instanceof Unprocessable) parked.push(record.problem);
      throw error;
    });
  broker.consume({ group: 'dialog', topic: Turns, reader: { kind: 'record', handle } });
});
afterEach(() => broker.close());
const answers = () => heard.map(({ data }) => data as TurnAnswered);

test('a turn that is opened is answered, within its trace', async () => {
  await broker.publish([BotVersion({ botId: 'b', version: 1, bot }, saying), turn('c1')]);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toMatchObject({ type: 'turn.answered', key: 'c1', turn: 1, final: true, traceparent: '00-1-1-01' });
  expect(answers()).toMatchObject([{ replies: [{ id: '1:hello:1:1', text: 'hello.' }], session: freshSession }]);
});

test('a turn whose version has not come waits, and holds up no other conversation', async () => {
  await broker.publish([BotVersion({ botId: 'b', version: 1, bot }, saying), turn('c1', 2), turn('c2')]);
  await vi.waitFor(() => expect(answers().map((answer) => answer.conversation.conversationId)).toEqual(['c2']));
  await broker.publish([BotVersion({ botId: 'b', version: 2, bot }, saying)]);
  await vi.waitFor(() => expect(answers().map((answer) => answer.conversation.conversationId)).toEqual(['c2', 'c1']));
});

test('a turn that can not be read ends as a failed answer, the session as it was', async () => {
  const opened = turn('c1');
  const input = { ...opened.data.input, kind: 'danced' } as never;
  await broker.publish([{ ...opened, data: { ...opened.data, input } }]);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(answers()).toMatchObject([{ turn: 1, inputId: 'i', failed: true, final: true, session: freshSession }]);
  expect(answers()[0]?.notes).toEqual([expect.stringMatching(/^the turn could not be read: /)]);
});

test('one of which even less can be read is parked', async () => {
  await broker.publish([{ ...turn('c1'), data: { input: 'none' } }]);
  await vi.waitFor(() => expect(parked).toEqual([expect.stringContaining('turn.opened')]));
  expect(heard).toEqual([]);
});
