import {
  DiscardParked,
  DryRunParked,
  GetParked,
  ListParked,
  RedriveMany,
  RedriveParked,
} from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';
import { botInTables } from '../conversations/bot.fixture.ts';
import { Talk } from '../conversations/talk.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { areHeard, idOf, poisoned, posted } from './poison.fixture.ts';

/** A record that can be redriven. */
async function parked(office: Office): Promise<string> {
  await botInTables(office);
  const talk = new Talk();
  const record = poisoned(posted(talk.id));
  await office.broker.publish([talk.opening, talk.answers(), record]);
  await talk.isHeard(office);
  await areHeard(office, 1);
  return idOf(record);
}

const one = async (office: Office) => ({ params: { parkedId: await parked(office) } });

export const examples: readonly Example[] = [
  example(ListParked, one, { elsewhere: 'filtered' }),
  example(GetParked, one, { elsewhere: 'hidden' }),
  example(DryRunParked, one, { elsewhere: 'hidden' }),
  example(RedriveParked, one, { elsewhere: 'hidden' }),
  // Each has its own answer: that there is no such record.
  example(RedriveMany, async (office) => ({ body: { parkedIds: [await parked(office)] } }), { elsewhere: 'no bot' }),
  example(DiscardParked, async (office) => ({ ...(await one(office)), body: { reason: 'a test' } }), {
    elsewhere: 'hidden',
  }),
];
