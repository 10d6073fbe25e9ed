import {
  type Asked,
  CreateEnvironment,
  DeleteEnvironment,
  type Environment,
  GetEnvironment,
  ListEnvironments,
  PatchEnvironment,
  SealAgain,
} from '@backchannel/contracts/admin';
import { Seals } from '@backchannel/contracts/sealed';
import { Refused } from '@backchannel/service';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, seesBot } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { requireRevision } from '../http/etag.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { momentOf } from '../http/moment.ts';
import { saySettings } from '../said/say-settings.ts';
import type { Database, Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';
import { changed, noValues, Sealing, sealedAgain, traceOf } from './environment.ts';
import {
  addEnvironment,
  findEnvironment,
  type Environment as Kept,
  listEnvironments,
  lockEnvironment,
  removeEnvironment,
  writeValues,
} from './environments.store.ts';
import { tagged } from './tagged.ts';

const Cursor = z.tuple([z.string()]);

/** Named sets of values that bots are linked to. */
@Controller()
export class EnvironmentsController {
  constructor(
    private readonly store: Store,
    private readonly seals: Seals,
  ) {}

  @Handles(ListEnvironments)
  async list(@Ask() { query }: Asked<typeof ListEnvironments>, @By() caller: Caller) {
    const { limit } = query;
    const [after] = readCursor(Cursor, query.cursor) ?? [''];
    const found = await listEnvironments(this.store.db, { after, most: limit + 1, bots: caller.bots });
    const items = found.slice(0, limit).map((kept) => told(kept, caller));
    const last = items.at(-1);
    return { items, next: found.length > limit && last ? cursorOf(last.environmentId) : null };
  }

  @Handles(GetEnvironment)
  async get(
    @Ask() { params }: Asked<typeof GetEnvironment>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const kept = requireSeen(await findEnvironment(this.store.db, params.environmentId), caller);
    return tagged(reply, kept.revision, told(kept, caller));
  }

  @Handles(CreateEnvironment)
  async create(
    @Ask() { body }: Asked<typeof CreateEnvironment>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    requireAllBots(caller);
    const { environmentId: id } = body;
    const kept = await this.store.change(async (trx) => {
      if (!(await addEnvironment(trx, id, Date.now()))) {
        throw new Refused('conflict', { detail: `there is an environment ${JSON.stringify(id)} already` });
      }
      const values = changed(noValues, body, new Sealing(this.seals, id));
      await writeValues(trx, id, values);
      const after = traceOf(values);
      await writeAudit(trx, caller, { action: 'environment.created', subject: subjectOf(id), after });
      return present(trx, id);
    });
    return tagged(reply, kept.revision, told(kept, caller));
  }

  @Handles(PatchEnvironment)
  async patch(
    @Ask() { params, body, ifMatch }: Asked<typeof PatchEnvironment>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const kept = await this.store.change(async (trx) => {
      const before = await requireChangeable(trx, params.environmentId, caller);
      requireRevision(ifMatch, before.revision);
      const { id } = before;
      const values = changed(before.values, body, new Sealing(this.seals, id));
      await writeValues(trx, id, values);
      await writeAudit(trx, caller, {
        action: 'environment.changed',
        subject: subjectOf(id),
        before: traceOf(before.values, Object.keys(values.sealed)),
        after: { ...traceOf(values), sealedAnew: Object.keys(body.sealed) },
      });
      for (const botId of before.bots) await saySettings(trx, botId);
      return present(trx, id);
    });
    return tagged(reply, kept.revision, told(kept, caller));
  }

  @Handles(DeleteEnvironment)
  delete(@Ask() { params, ifMatch }: Asked<typeof DeleteEnvironment>, @By() caller: Caller): Promise<void> {
    return this.store.change(async (trx) => {
      const before = await requireChangeable(trx, params.environmentId, caller);
      requireRevision(ifMatch, before.revision);
      if (before.bots.length > 0)
        throw new Refused('conflict', { detail: `bots are linked to it: ${before.bots.join(', ')}` });
      await removeEnvironment(trx, before.id);
      const trace = traceOf(before.values);
      await writeAudit(trx, caller, { action: 'environment.deleted', subject: subjectOf(before.id), before: trace });
    });
  }

  @Handles(SealAgain)
  sealAgain(@Ask() _: Asked<typeof SealAgain>, @By() caller: Caller) {
    requireAllBots(caller);
    return this.store.change(async (trx) => {
      let count = 0;
      const lost: { environmentId: string; name: string }[] = [];
      for (const { id } of await trx.selectFrom('environments').select('id').orderBy('id').execute()) {
        const kept = await lockEnvironment(trx, id);
        if (!kept) continue;
        const again = sealedAgain(kept.values.sealed, new Sealing(this.seals, id));
        lost.push(...again.lost.map((name) => ({ environmentId: id, name })));
        if (again.count === 0) continue;
        count += again.count;
        await writeValues(trx, id, { ...kept.values, sealed: again.sealed });
        for (const botId of kept.bots) await saySettings(trx, botId);
      }
      const after = { sealed: count, lost };
      await writeAudit(trx, caller, { action: 'environments.sealed-again', subject: 'environments', after });
      return after;
    });
  }
}

const subjectOf = (id: string) => `environments/${id}`;

async function present(db: Database, id: string): Promise<Kept> {
  const kept = await findEnvironment(db, id);
  if (!kept) throw new Error(`the environment ${id} has gone in the transaction that changed it`);
  return kept;
}

async function requireChangeable(trx: Transaction, id: string, caller: Caller): Promise<Kept> {
  const kept = requireSeen(await lockEnvironment(trx, id), caller);
  const others = kept.bots.some((botId) => !seesBot(caller, botId));
  if (others) throw new Refused('forbidden', { detail: 'bots are linked to it that the credential is not for' });
  return kept;
}

/** Who is for some bots sees what these are linked to. */
function requireSeen(kept: Kept | undefined, caller: Caller): Kept {
  const isSeen = kept && (caller.bots === null || kept.bots.some((botId) => seesBot(caller, botId)));
  if (isSeen) return kept;
  throw new Refused('not_found', { detail: 'there is no such environment' });
}

function requireAllBots({ bots }: Caller): void {
  if (bots !== null) throw new Refused('forbidden', { detail: 'the credential is not for all bots' });
}

function told(kept: Kept, caller: Caller): Environment {
  return {
    environmentId: kept.id,
    values: kept.values.plain,
    sealed: Object.keys(kept.values.sealed).toSorted(),
    bots: kept.bots.filter((botId) => seesBot(caller, botId)),
    createdAt: momentOf(kept.createdAt),
    updatedAt: momentOf(kept.updatedAt),
  };
}
