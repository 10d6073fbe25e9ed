import {
  type Asked,
  DiscardParked,
  DryRunParked,
  GetParked,
  ListParked,
  RedriveMany,
  type Redriven,
  RedriveParked,
} from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { InputsToSay } from '../conversations/inputs-to-say.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { findParked, listParked } from './parked.store.ts';
import { discard, redrive, tryOut } from './redriving.ts';
import { detailOf, summaryOf } from './shown.ts';

/** What could not be processed, and what is decided about it. */
@Controller()
export class ParkedController {
  constructor(
    private readonly store: Store,
    private readonly inputs: InputsToSay,
  ) {}

  @Handles(ListParked)
  list(@Ask() { query }: Asked<typeof ListParked>, @By() caller: Caller) {
    return listParked(this.store.db, caller, query);
  }

  @Handles(GetParked)
  async get(@Ask() { params }: Asked<typeof GetParked>, @By() caller: Caller) {
    return detailOf(await findParked(this.store.db, caller, params));
  }

  @Handles(DryRunParked)
  dryRun(@Ask() { params }: Asked<typeof DryRunParked>, @By() caller: Caller) {
    return this.store.change(async (trx) => tryOut(trx, await findParked(trx, caller, params)));
  }

  @Handles(RedriveParked)
  async redrive(@Ask() { params }: Asked<typeof RedriveParked>, @By() caller: Caller) {
    const said = await this.store.change((trx) => redrive(trx, caller, params.parkedId));
    await this.inputs.say();
    return said;
  }

  @Handles(RedriveMany)
  async redriveMany(@Ask() { body }: Asked<typeof RedriveMany>, @By() caller: Caller) {
    const results: Redriven[] = [];
    for (const parkedId of body.parkedIds) results.push(await this.#one(caller, parkedId));
    await this.inputs.say();
    return { results };
  }

  @Handles(DiscardParked)
  async discard(@Ask() { params, body }: Asked<typeof DiscardParked>, @By() caller: Caller) {
    return summaryOf(await this.store.change((trx) => discard(trx, caller, { ...params, ...body })));
  }

  async #one(caller: Caller, parkedId: string): Promise<Redriven> {
    try {
      const { inputId } = await this.store.change((trx) => redrive(trx, caller, parkedId));
      return { parkedId, inputId, obstacle: null };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, detail = code } = error.problem;
      return { parkedId, inputId: null, obstacle: { code, detail } };
    }
  }
}
