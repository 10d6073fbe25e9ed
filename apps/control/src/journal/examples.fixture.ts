import { hash } from 'node:crypto';
import { GetInput, GetReceipt, SearchInputs } from '@backchannel/contracts/admin';
import { expect } from 'vitest';
import { type Example, example } from '../access/example.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { Story } from './journal.fixture.ts';

/** An input, as the journal tells of it. */
async function posted(office: Office) {
  const story = new Story({ now: Date.now() });
  const input = story.posted({ status: 'paid' });
  const params = { inputId: input.data.inputId };
  await office.broker.publish([input]);
  await expect.poll(async () => (await office.call(GetInput, { params })).status).toBe(200);
  return { params, authorization: hash('sha256', `${story.conversationId} || ${story.botId}`) };
}

export const examples: readonly Example[] = [
  example(SearchInputs, async (office) => (await posted(office), {}), { elsewhere: 'filtered' }),
  example(GetInput, async (office) => ({ params: (await posted(office)).params }), { elsewhere: 'hidden' }),
  example(GetReceipt, async (office) => {
    const { params, authorization } = await posted(office);
    return { params, key: null, headers: { authorization } };
  }),
];
