import { limits } from '@backchannel/contracts';
import type { EndpointSettings } from '@backchannel/contracts/admin';
import { jsonSchemaProblem } from '@backchannel/contracts/json-schema';
import { Refused } from '@backchannel/service';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { saySettings } from '../said/say-settings.ts';
import type { Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';
import {
  deleteEndpoint,
  type EndpointRow,
  endpointOf,
  insertEndpoint,
  othersOf,
  settingsIn,
  updateEndpoint,
} from './endpoints.store.ts';
import { takeHook } from './hook.ts';
import { placesOf, targetProblem } from './target.ts';

/** Which endpoint, and what is to become of it. */
interface Wanted {
  readonly botId: string;
  readonly name: string;
  readonly settings: EndpointSettings;
  readonly ifMatch: string;
}

export const etagOf = ({ revision }: Pick<EndpointRow, 'revision'>): string => `"${revision}"`;

/** Changes endpoints: each change is written down, and said to every instance of ingest. */
@Injectable()
export class Endpoints {
  constructor(private readonly store: Store) {}

  create(caller: Caller, { botId, name, settings }: Omit<Wanted, 'ifMatch'>): Promise<EndpointRow> {
    return this.store.change(async (trx) => {
      await takeHook(trx, botId);
      const row = await insertEndpoint(trx, botId, { name, settings });
      await check(trx, { botId, name, settings });
      const subject = `endpoints/${name}`;
      await writeAudit(trx, caller, { action: 'endpoint.created', botId, subject, after: settings });
      await saySettings(trx, botId);
      return row;
    });
  }

  replace(caller: Caller, { botId, name, settings, ifMatch }: Wanted): Promise<EndpointRow> {
    return this.store.change(async (trx) => {
      const before = settingsIn(await unchanged(trx, { botId, name, ifMatch }));
      await check(trx, { botId, name, settings });
      const row = await updateEndpoint(trx, botId, { name, settings });
      const subject = `endpoints/${name}`;
      await writeAudit(trx, caller, { action: 'endpoint.changed', botId, subject, before, after: settings });
      await saySettings(trx, botId);
      return row;
    });
  }

  remove(caller: Caller, { botId, name, ifMatch }: Omit<Wanted, 'settings'>): Promise<void> {
    return this.store.change(async (trx) => {
      const before = settingsIn(await unchanged(trx, { botId, name, ifMatch }));
      await deleteEndpoint(trx, botId, name);
      const subject = `endpoints/${name}`;
      await writeAudit(trx, caller, { action: 'endpoint.removed', botId, subject, before });
      await saySettings(trx, botId);
    });
  }
}

/** The endpoint as the caller has seen it; nobody changes it before the transaction ends. */
async function unchanged(trx: Transaction, { botId, name, ifMatch }: Omit<Wanted, 'settings'>): Promise<EndpointRow> {
  await takeHook(trx, botId);
  const row = await endpointOf(trx, botId, name);
  if (ifMatch === etagOf(row)) return row;
  throw new Refused('precondition_failed', {
    detail: `the endpoint ${JSON.stringify(name)} has been changed meanwhile`,
  });
}

async function check(trx: Transaction, { botId, name, settings }: Omit<Wanted, 'ifMatch'>): Promise<void> {
  const { schema } = settings;
  const bad = schema && jsonSchemaProblem(schema);
  if (bad) throw invalid(`/schema${bad.pointer}`, bad.message);

  const places = await placesOf(trx, botId);
  const nowhere = places && targetProblem(settings, places);
  if (nowhere) throw invalid(nowhere.pointer, nowhere.detail);

  const { count, bytes } = await othersOf(trx, botId, name);
  const all = bytes + Buffer.byteLength(JSON.stringify(settings));
  if (count >= limits.hookEndpoints)
    throw new Refused('conflict', { detail: `a webhook has at most ${limits.hookEndpoints} endpoints` });
  if (all > limits.hookBytes)
    throw new Refused('conflict', {
      detail: `the endpoints of a webhook have at most ${limits.hookBytes} bytes together, these would have ${all}`,
    });
}

const invalid = (pointer: string, message: string) =>
  new Refused('field_invalid', { pointer, detail: `${pointer}: ${message}` });
