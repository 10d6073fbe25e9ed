import {
  ApplyFile,
  CheckDraft,
  CreateBot,
  DiffBot,
  DisableBot,
  EnableBot,
  GetBot,
  GetDraft,
  GetVersion,
  ListBots,
  ListVersions,
  PublishDraft,
  PutDraft,
  RollBack,
} from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';
import type { Given } from '../call.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { lamp, params, publish, save } from './lamp.fixture.ts';

const drafted =
  (more: Given = {}) =>
  async (office: Office) => {
    await save(office, lamp());
    return { params, ...more };
  };

const published =
  (more: Given = {}) =>
  async (office: Office) => {
    await publish(office, lamp());
    await publish(office, lamp('Ho.'));
    return { params, ...more };
  };

const off = async (office: Office) => {
  await save(office, lamp());
  await office.call(DisableBot, { params });
  return { params };
};

export const examples: readonly Example[] = [
  example(ListBots, drafted(), { elsewhere: 'filtered' }),
  example(CreateBot, async () => ({ body: lamp() }), { elsewhere: 'forbidden' }),
  example(GetBot, drafted()),
  example(GetDraft, drafted()),
  example(PutDraft, drafted({ body: lamp('Ho.'), ifMatch: '"1"' })),
  example(CheckDraft, drafted()),
  example(PublishDraft, drafted({ body: {} })),
  example(ListVersions, published()),
  example(GetVersion, published({ params: { ...params, version: '1' } })),
  example(RollBack, published({ params: { ...params, version: '1' }, body: {} })),
  example(DiffBot, published({ query: { from: '1', to: 'draft' } })),
  example(EnableBot, off),
  example(DisableBot, drafted()),
  example(ApplyFile, async () => ({ params, body: lamp() })),
];
