import { CreateBot, GetDraft, PublishDraft, PutDraft } from '@backchannel/contracts/admin';
import type { Office } from '../office.fixture.ts';

/** A bot that says something when somebody says "hi". */
export const lamp = (text = 'Hi.', more: object = {}) => ({
  id: 'lamp',
  name: 'Lamps',
  dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions: [{ name: 'hi', type: 'text', text }] }],
  ...more,
});

export const params = { botId: 'lamp' };

/** Saves a draft, whatever there was. */
export async function save(office: Office, body: object) {
  const { status, headers } = await office.call(GetDraft, { params });
  if (status === 404) return office.call(CreateBot, { body });
  return office.call(PutDraft, { params, body, ifMatch: headers.get('etag') ?? '' });
}

export async function publish(office: Office, body: object, more: object = {}) {
  await save(office, body);
  return office.call(PublishDraft, { params, body: more });
}
