import { join } from 'node:path';
import { ConversationLog, type Event, InputReceived, TurnOpened } from '@backchannel/contracts';
import {
  DryRunParked,
  EndConversation,
  ErasePerson,
  ExportConversation,
  GetConversation,
  GetErasure,
  GetParked,
  GetTranscript,
  ListParked,
  RedriveParked,
  ResumeConversation,
} from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { parked, read, SqliteBroker, write } from '@backchannel/messaging';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfTables } from '../../apps/control/src/conversations/tables.fixture.ts';
import { openDatabase } from '../../apps/control/src/store/database.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { Person } from '../scenario/person.ts';
import { Team } from '../scenario/team.ts';

// What teams do with conversations that people are in.

let system: Embedded;
let team: Team;
const people: Person[] = [];

beforeAll(async () => {
  system = await openEmbedded({ bots: 'tests/control/bots' });
  team = new Team(system);
}, 120_000);
afterAll(async () => {
  for (const person of people) person.leave();
  await system?.stop();
});

async function arrive(): Promise<Person> {
  const person = await Person.arrive(system.chat, 'desk');
  people.push(person);
  return person;
}
const paramsOf = ({ ids }: Person) => ({ conversationId: ids.conversationId });
const stateOf = async (person: Person) => (await team.asks(GetConversation, { params: paramsOf(person) })).state;
const soon = { timeout: 20_000 };

/** What is written into the log while nobody else has it. */
async function writtenIntoLog(...events: readonly Event[]): Promise<void> {
  await system.end('SIGTERM');
  const broker = new SqliteBroker({ path: join(system.dataDir, 'log.db') });
  await broker.publish(events);
  await broker.close();
  await system.start();
}

/** What control has kept, all of it. */
async function kept(): Promise<string> {
  await system.end('SIGTERM');
  const db = openDatabase({ path: join(system.dataDir, 'control.db') });
  const text = await textOfTables(db);
  await db.destroy();
  await system.start();
  return text;
}

test('a transferred conversation is handed back to the bot, with words for it or for what comes next; then it is ended', async () => {
  const person = await arrive();
  const params = paramsOf(person);
  await person.say('agent');
  await person.sees('I connect you.');
  await expect.poll(() => stateOf(person), soon).toBe('transferred');
  await person.say('order 1');
  await person.sees('order 1');

  await team.asks(ResumeConversation, { params, body: { message: 'survey' } });
  await person.sees('How was it?');
  await expect.poll(() => stateOf(person), soon).toBe('open');
  await person.say('agent');
  await expect.poll(() => stateOf(person), soon).toBe('transferred');
  await team.asks(ResumeConversation, { params, body: {} });
  await expect.poll(() => stateOf(person), soon).toBe('open');
  await person.say('order 2');
  await person.sees('You said: order 2');
  // Nobody has answered what was said while somebody else had it, and nobody sees what the bot was told.
  expect(person.texts).not.toContain('You said: order 1');
  expect(person.texts).not.toContain('survey');

  await team.asks(EndConversation, { params });
  await person.until(() => person.messages.at(-1)?.type === 'closed', 'sees the end');
  await expect.poll(() => stateOf(person), soon).toBe('closed');
  const { items } = await team.asks(GetTranscript, { params });
  expect(items).toEqual(person.messages);
  expect(items).toEqual(await person.transcript());
  const all = new Set(['opened answered', 'said answered', 'resumed answered', 'closed answered']);
  const exported = () => team.asks(ExportConversation, { params });
  const became = async () => new Set((await exported()).inputs.map(({ kind, outcome }) => `${kind} ${outcome}`));
  await expect.poll(became, soon).toEqual(all);
  expect((await exported()).transcript).toEqual(items);
}, 90_000);

test('a person is forgotten everywhere, also while the bot answers them', async () => {
  const person = await arrive();
  const { conversationId, userId } = person.ids;
  await person.say('order xyzzy');
  await person.sees('You said: order xyzzy');
  const told = () => team.asks(GetTranscript, { params: { conversationId } }).then(JSON.stringify, String);
  await expect.poll(told).toContain('xyzzy');

  const saying = person.say('order xyzzy again');
  const body = { botId: 'desk', userId };
  const { erasureId } = await team.asks(ErasePerson, { body });
  await saying;
  const receipt = () => team.asks(GetErasure, { params: { erasureId } });
  await expect.poll(receipt, soon).toMatchObject({ state: 'in_log', conversations: 1, erased: 1 });
  await expect.poll(() => person.transcript(), soon).toEqual([]);
  expect(await team.asks(ErasePerson, { body })).toMatchObject({ erasureId, conversations: 1, erased: 1 });
  const left = await kept();
  expect(left).toContain(conversationId);
  expect(left).not.toContain('xyzzy');
  expect(left).not.toContain(userId);
}, 90_000);

test('what session and dialog park is there with the reason, is not redriven where it can not be read, and holds up nobody', async () => {
  const person = await arrive();
  const { conversationId } = person.ids;
  await person.say('order 1');
  await person.sees('You said: order 1');

  const input = postOf(person);
  const garbled: Event = { ...input, data: { kind: 'posted' } };
  const turn: Event = { ...input, topic: 'turn.opened', type: TurnOpened.type, turn: 99, data: { turn: 'x' } };
  await writtenIntoLog(garbled, turn);
  const found = () => team.asks(ListParked, { query: { conversationId } });
  await expect.poll(async () => (await found()).items.length, soon).toBe(2);
  const { items } = await found();
  expect(items.find(({ group }) => group === 'session')).toMatchObject({
    topic: 'conversation.log',
    inputId: input.id,
    botId: 'desk',
    reason: expect.stringContaining('not a input.received'),
  });
  expect(items.find(({ group }) => group === 'dialog')).toMatchObject({
    topic: 'turn.opened',
    type: 'turn.opened',
    botId: 'desk',
  });
  for (const { parkedId } of items) {
    const params = { parkedId };
    expect((await team.asks(GetParked, { params })).headers).toMatchObject({
      envelope: expect.stringContaining(input.id),
    });
    expect(await team.asks(DryRunParked, { params })).toMatchObject({ canRedrive: false });
    await expect(team.asks(RedriveParked, { params })).rejects.toThrow('409');
  }
  await person.say('order 2');
  await person.sees('You said: order 2');
}, 90_000);

test('an input that was parked and can be read now is heard by the bot, once', async () => {
  const person = await arrive();
  await person.say('order 1');
  await person.sees('You said: order 1');

  const input = postOf(person, { message: 'paid', variables: { amount: '5 euros' } });
  const record = read(ConversationLog, { partition: 0, offset: 1_000_000 }, write(input));
  await writtenIntoLog(parked(record, { group: 'session', reason: 'an older release', time: Date.now() }));
  const found = () => team.asks(ListParked, { query: paramsOf(person) });
  await expect.poll(async () => (await found()).items.length, soon).toBe(1);
  const parkedId = (await found()).items[0]?.parkedId ?? '';
  const params = { parkedId };
  expect(await team.asks(DryRunParked, { params })).toMatchObject({ canRedrive: true, conversation: 'open' });
  const said = await Promise.all([1, 2, 3].map(() => team.asks(RedriveParked, { params })));
  expect(new Set(said.map(({ inputId }) => inputId)).size).toBe(1);
  await person.sees('Thank you for 5 euros.');

  // Also when its sender says it again, under the same key.
  await writtenIntoLog(input);
  await person.say('order 2');
  await person.sees('You said: order 2');
  expect(person.texts.filter((text) => text === 'Thank you for 5 euros.')).toHaveLength(1);
}, 90_000);

function postOf({ ids }: Person, more: object = {}): Event {
  const { conversationId, botId } = ids;
  const now = Date.now();
  const bot = { version: 1, sessionMs: 3_600_000, lateMessageMs: 86_400_000 };
  const what = { inputId: newId(), key: newId(), conversationId, botId, bot, at: now };
  return InputReceived({ kind: 'posted', variables: {}, ...what, ...more }, { time: now });
}
