import { type Asked, ListBots } from '@backchannel/contracts/admin';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { listBots } from './bots.store.ts';

/** Bots, their drafts and versions. */
@Controller()
export class BotsController {
  constructor(private readonly store: Store) {}

  @Handles(ListBots)
  list(@Ask() { query }: Asked<typeof ListBots>, @By() caller: Caller) {
    return listBots(this.store.db, caller, query);
  }
}
