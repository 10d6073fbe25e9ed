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
  type TurnAnswered,
  TurnOpened,
  Turns,
} from '@backchannel/contracts';
import { type Received, SqliteBroker } from '@backchannel/messaging';
import { Opened, type Running, readEnvironment, serve } from '@backchannel/service';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { conversation, dialog as dialogOf, freshSession, said, text, turnOf } from './bot.fixture.ts';
import { dialog } from './index.ts';

const Parked = defineTopic({ ...Turns, name: parkedName(Turns), events: [RecordParked] });
const saying = { time: 1, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

let tests = 0;
/** The bot of the test that runs: nobody else has it. */
export const botId = () => `b${tests}`;

/** A turn of a conversation in which the person has said "hi". */
export const turn = (conversationId: string, version = 1) =>
  TurnOpened(
    turnOf(said('hi', { conversationId, botId: botId() }), {
      conversation: { ...conversation, conversationId, botId: botId() },
      session: { ...freshSession, version },
    }),
    saying,
  );

/** A version of a bot whose only dialog begins with "hi". */
export const botVersion = (version = 1, interactions: object[] = [text('hello')]) => {
  const bot = Bot.parse({ id: botId(), name: 'B', errorText: 'Error.', dialogs: [dialogOf('hi', ...interactions)] });
  return BotVersion({ botId: bot.id, version, bot }, saying);
};

/** The service dialog, for the tests of a file, and what the log hears of the one that runs. */
export function serving(more: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dialog-'));
  const given = { LOG_LEVEL: 'silent', DATA_DIR: dataDir, ...more };
  let broker: SqliteBroker;
  let running: Running;
  const heard: Event[] = [];
  const start = async () => {
    running = await serve(dialog, new Opened('dialog', readEnvironment(given), broker));
  };
  const hear = ({ event }: Received) => {
    const { conversation: whose } = (event?.data ?? {}) as Partial<TurnAnswered>;
    if (event && (whose?.botId ?? botId()) === botId()) heard.push(event);
  };
  beforeAll(async () => {
    broker = new SqliteBroker({ path: ':memory:' });
    await broker.follow({ topics: [ConversationLog, Parked], from: 'now', hear });
    await start();
  });
  beforeEach(() => {
    tests += 1;
    heard.length = 0;
  });
  afterAll(async () => {
    await running.close();
    await broker.close();
    rmSync(dataDir, { recursive: true });
  });
  return {
    heard,
    start,
    stop: () => running.close(),
    say: (...events: Event[]) => broker.publish(events),
    answers: () => heard.map(({ data }) => data as TurnAnswered),
  };
}
