import {
  CreateEndpoint,
  CreateToken,
  GetEndpoint,
  GetHook,
  ListEndpoints,
  ListTokens,
  RefreshToken,
  RemoveEndpoint,
  ReplaceEndpoint,
  RevokeToken,
} from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { addBot } from './hooks.fixture.ts';

const ofBot = async (office: Office) => ({ params: await addBot(office, 'shop') });

async function ofEndpoint(office: Office) {
  const { params } = await ofBot(office);
  const { body, headers } = await office.call(CreateEndpoint, { params, body: { name: 'paid', attribute: 'payment' } });
  return { params: { ...params, name: String(body.name) }, ifMatch: headers.get('etag') ?? '' };
}

async function ofToken(office: Office) {
  const { params } = await ofBot(office);
  const { body } = await office.call(CreateToken, { params });
  return { params: { ...params, tokenId: String(body.tokenId) } };
}

export const examples: readonly Example[] = [
  example(GetHook, ofBot),
  example(ListEndpoints, ofBot),
  example(CreateEndpoint, async (office) => ({
    ...(await ofBot(office)),
    body: { name: 'paid', text: 'Paid {/id}.' },
  })),
  example(GetEndpoint, ofEndpoint),
  example(ReplaceEndpoint, async (office) => ({ ...(await ofEndpoint(office)), body: { target: { dialog: 'Paid' } } })),
  example(RemoveEndpoint, ofEndpoint),
  example(ListTokens, ofToken),
  example(CreateToken, ofBot),
  example(RefreshToken, async (office) => ({ ...(await ofToken(office)), body: { overlapMs: 60_000 } })),
  example(RevokeToken, ofToken),
];
