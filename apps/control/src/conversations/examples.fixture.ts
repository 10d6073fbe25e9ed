import {
  EndConversation,
  ErasePerson,
  ExportConversation,
  GetConversation,
  GetErasure,
  GetTranscript,
  ListConversations,
  ResumeConversation,
} from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { botInTables } from './bot.fixture.ts';
import { Talk } from './talk.fixture.ts';

const person = { botId: 'shop', userId: 'ada' };

async function talked(office: Office, leaves: 'open' | 'transferred' = 'open') {
  const talk = new Talk(person);
  await office.broker.publish([talk.opening, talk.answers({ leaves })]);
  await talk.isHeard(office);
  return { params: { conversationId: talk.id } };
}

async function transferred(office: Office) {
  await botInTables(office);
  return { ...(await talked(office, 'transferred')), body: {} };
}

async function receipt(office: Office) {
  const { body } = await office.call(ErasePerson, { body: person });
  return { params: { erasureId: body.erasureId } };
}

export const examples: readonly Example[] = [
  example(ListConversations, (office) => talked(office), { elsewhere: 'filtered' }),
  example(GetConversation, (office) => talked(office), { elsewhere: 'hidden' }),
  example(GetTranscript, (office) => talked(office), { elsewhere: 'hidden' }),
  example(EndConversation, (office) => talked(office), { elsewhere: 'hidden' }),
  example(ResumeConversation, transferred, { elsewhere: 'hidden' }),
  example(ExportConversation, (office) => talked(office), { elsewhere: 'hidden' }),
  example(ErasePerson, async () => ({ body: person }), { elsewhere: 'forbidden' }),
  example(GetErasure, receipt, { elsewhere: 'hidden' }),
];
