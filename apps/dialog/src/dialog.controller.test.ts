import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Bot,
  BotVersion,
  ConversationLog,
  defineTopic,
  type Event,
  parkedName,
  RecordParked,
  TurnAnswered,
  TurnOpened,
  Turns,
} from '@backchannel/contracts';
import { type Broker, type Received, SqliteBroker } from '@backchannel/messaging';
import { Opened, type Running, readEnvironment, serve } from '@backchannel/service';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { conversation, dialog as dialogOf, freshSession, said, text, turnOf } from './bot.fixture.ts';
import { dialog } from './index.ts';

const Parked = defineTopic({ ...Turns, name: parkedName(Turns), events: [RecordParked] });
const saying = { time: 1, traceparent: '00-1-1-01' };
const bot = Bot.parse({ id: 'b', name: 'B', dialogs: [dialogOf('hi', text('hello'))] });
const turn = (conversationId: string, version = 1) =>
  TurnOpened(
    turnOf(said('hi'), {
      conversation: { ...conversation, conversationId },
      session: { ...freshSession, version },
    }),
    saying,
  );

const dataDir = mkdtempSync(join(tmpdir(), 'dialog-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const environment = () => readEnvironment({ LOG_LEVEL: 'silent', DATA_DIR: dataDir });

let broker: Broker;
let running: Running;
let heard: Event[];
beforeEach(async () => {
  broker = new SqliteBroker({ path: ':memory:' });
  heard = [];
  const hear = ({ event }: Received) => void (event && heard.push(event));
  await broker.follow({ topics: [ConversationLog, Parked], from: 'now', hear });
  running = await serve(dialog, new Opened('dialog', environment(), broker));
});
afterEach(async () => {
  await running.close();
  await broker.close();
});
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
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard).toMatchObject([{ type: 'record.parked', data: { topic: 'turn.opened', group: 'dialog' } }]);
});

test('the service stops although a turn waits, and another instance answers it', async () => {
  await broker.publish([turn('c1')]);
  await running.close();
  running = await serve(dialog, new Opened('dialog', environment(), broker));
  await broker.publish([BotVersion({ botId: 'b', version: 1, bot }, saying)]);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
});
