import {
  CreateEnvironment,
  DeleteEnvironment,
  GetEnvironment,
  GetLinkKeys,
  GetSettings,
  ListEnvironments,
  PatchEnvironment,
  PatchSettings,
  PutSettings,
  RotateLinkKeys,
  SealAgain,
} from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { newBot, newEnvironment, onEnvironment, onSettings } from './settings.fixture.ts';

const bot =
  (more: Given = {}) =>
  async (office: Office) => ({ params: { botId: await newBot(office) }, ...more });

const settings = (body: object) => async (office: Office) => {
  await newBot(office);
  return { ...(await onSettings(office)), body };
};

const environment =
  (more: Given = {}) =>
  async (office: Office) => {
    await newEnvironment(office, { values: { url: 'https://shop.example' }, sealed: { key: 'sk_1' } });
    return { ...(await onEnvironment(office)), ...more };
  };

const linked = async (office: Office) => {
  const given = await settings({ linkedEnvironment: await newEnvironment(office) })(office);
  await office.call(PatchSettings, given);
  return {};
};

export const examples: readonly Example[] = [
  example(GetSettings, bot()),
  example(PutSettings, settings({ digest: false })),
  example(PatchSettings, settings({ addresses: ['10.0.0.0/8'] })),
  example(GetLinkKeys, bot()),
  example(RotateLinkKeys, bot({ body: { overlapMs: 0 } })),
  example(ListEnvironments, linked, { elsewhere: 'filtered' }),
  example(CreateEnvironment, async () => ({ body: { environmentId: 'test' } }), { elsewhere: 'forbidden' }),
  example(GetEnvironment, environment(), { elsewhere: 'hidden' }),
  example(PatchEnvironment, environment({ body: { values: { url: null } } }), { elsewhere: 'hidden' }),
  example(DeleteEnvironment, environment(), { elsewhere: 'hidden' }),
  example(SealAgain, environment({ params: {} }), { elsewhere: 'forbidden' }),
];
