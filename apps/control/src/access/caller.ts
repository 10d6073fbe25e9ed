import type { Scope } from '@backchannel/contracts/admin';

/** Who asks, and what they may. */
export interface Caller {
  readonly kind: 'key' | 'person';
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The bots that they may see; null: all. */
  readonly bots: ReadonlySet<string> | null;
  /** Of a person: the sign-in that they come with. */
  readonly signInId?: string;
}

export const seesBot = ({ bots }: Caller, botId: string): boolean => bots === null || bots.has(botId);
