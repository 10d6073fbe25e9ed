import { type Asked, GetInput, SearchInputs } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { findTimeline } from './journal.store.ts';
import { searchInputs } from './search.ts';

/** What became of inputs, for teams. */
@Controller()
export class JournalController {
  constructor(private readonly store: Store) {}

  @Handles(SearchInputs)
  search(@Ask() { query }: Asked<typeof SearchInputs>, @By() caller: Caller) {
    return searchInputs(this.store.db, caller, query);
  }

  @Handles(GetInput)
  async get(@Ask() { params: { inputId } }: Asked<typeof GetInput>, @By() caller: Caller) {
    const timeline = await findTimeline(this.store.db, caller, inputId);
    if (!timeline) throw new Refused('not_found', { detail: `there is no input ${JSON.stringify(inputId)}` });
    return timeline;
  }
}
