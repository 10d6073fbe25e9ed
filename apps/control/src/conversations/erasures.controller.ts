import { type Asked, ErasePerson, GetErasure } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import { type Caller, seesBot } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { forgetAll } from './erasing.ts';
import { beginErasure, findErasure } from './erasures.store.ts';
import { InputsToSay } from './inputs-to-say.ts';

/** People who are to be forgotten, and the receipts for it. */
@Controller()
export class ErasuresController {
  constructor(
    private readonly store: Store,
    private readonly inputs: InputsToSay,
  ) {}

  @Handles(ErasePerson)
  async erase(@Ask() { body }: Asked<typeof ErasePerson>, @By() caller: Caller) {
    if (!seesBot(caller, body.botId)) {
      throw new Refused('forbidden', { detail: `the credential is not for the bot ${JSON.stringify(body.botId)}` });
    }
    const erasureId = await this.store.change((trx) => beginErasure(trx, caller, body));
    await forgetAll(this.store);
    await this.inputs.say();
    return findErasure(this.store.db, caller, erasureId);
  }

  @Handles(GetErasure)
  get(@Ask() { params }: Asked<typeof GetErasure>, @By() caller: Caller) {
    return findErasure(this.store.db, caller, params.erasureId);
  }
}
