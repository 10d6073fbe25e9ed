import { SearchInputs } from '@backchannel/contracts/admin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversations } from '../conversations/conversations.ts';
import { openStage } from '../conversations/stage.ts';
import { type Distributed, openDistributed } from './distributed.ts';
import { post } from './outside.ts';
import { Person } from './person.ts';
import { scenarios } from './scenarios.ts';
import { Team } from './team.ts';

// One stack for both: it takes longest to start.
const stage = await openStage();
let system: Distributed;

beforeAll(async () => {
  const { bots, environment } = stage;
  system = await openDistributed({ bots: ['tests/scenario/bots', bots], environment });
}, 180_000);
afterAll(async () => {
  await system?.stop();
  await stage.close();
}, 60_000);

conversations('golden conversations, distributed', stage, () => system);

test('a control that is away holds up nobody, and has missed nothing when it is back', async () => {
  const team = new Team(system);
  const person = await Person.arrive(system.chat);
  const { conversationId } = person.ids;
  const inputs = async () => (await team.asks(SearchInputs, { query: { conversationId } })).items;
  await system.whileAway('control', async () => {
    for (const number of [1, 2, 3]) {
      await person.say(`order ${number}`);
      await person.sees(`You said: order ${number}`);
    }
    await post(system.ingest, { ids: person.ids, variables: { PaymentId: 'P-1' }, wait: 20 });
  });
  // The newest first: a post, three orders, the opening.
  await expect
    .poll(async () => (await inputs()).map(({ door, outcome }) => [door, outcome]), { timeout: 30_000 })
    .toEqual([['webview', 'applied'], ...Array.from({ length: 4 }, () => ['chat', 'answered'])]);
  person.leave();
}, 90_000);

// Last: it breaks everything.
scenarios('distributed: a process per service, real Kafka, Redis and Postgres', async () => ({
  ...system,
  stop: async () => {},
}));
