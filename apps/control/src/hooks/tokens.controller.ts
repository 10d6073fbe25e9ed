import { type Asked, CreateToken, ListTokens, RefreshToken, RevokeToken } from '@backchannel/contracts/admin';
import { Controller } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { requireBot } from './hook.ts';
import { shown } from './token.ts';
import { goodTokensOf, Tokens } from './tokens.ts';

/** The tokens of a bot's webhook. */
@Controller()
export class TokensController {
  constructor(
    private readonly store: Store,
    private readonly tokens: Tokens,
  ) {}

  @Handles(ListTokens)
  async list(@Ask() { params: { botId } }: Asked<typeof ListTokens>) {
    await requireBot(this.store.db, botId);
    return { items: (await goodTokensOf(this.store.db, botId, Date.now())).map(shown) };
  }

  @Handles(CreateToken)
  create(@Ask() { params: { botId } }: Asked<typeof CreateToken>, @By() caller: Caller) {
    return this.tokens.create(caller, botId);
  }

  @Handles(RefreshToken)
  refresh(@Ask() { params: { botId }, body: { overlapMs } }: Asked<typeof RefreshToken>, @By() caller: Caller) {
    return this.tokens.refresh(caller, botId, overlapMs);
  }

  @Handles(RevokeToken)
  revoke(@Ask() { params: { botId, tokenId } }: Asked<typeof RevokeToken>, @By() caller: Caller) {
    return this.tokens.revoke(caller, botId, tokenId);
  }
}
