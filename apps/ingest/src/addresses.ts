import type { BotSettings } from '@backchannel/contracts';
import { type BotSettingsReader, pathOf, Ranges, Refused } from '@backchannel/service';
import type { FastifyInstance } from 'fastify';

/**
 * From where bots may be posted to. Which bot it is stands in the body, and strangers are told nothing of a bot: so what
 * comes from where no bot at all is posted to from is refused before anything else, and the list of the one bot is looked
 * at when its sender has shown a credential for it.
 */
export class Addresses {
  readonly #bots: BotSettingsReader;
  readonly #rangesOf = new WeakMap<readonly string[], Ranges>();
  #all: { readonly change: number; readonly ranges: Ranges | null } = { change: -1, ranges: null };

  constructor(bots: BotSettingsReader) {
    this.#bots = bots;
  }

  /** Refuses where the bot is not to be posted to from there. */
  require({ addresses }: BotSettings, address: string): void {
    if (addresses && !this.#ranges(addresses).has(address)) throw forbidden(address);
  }

  /** Refuses where no bot is. */
  requireAny(address: string): void {
    const { change } = this.#bots;
    if (this.#all.change !== change) this.#all = { change, ranges: this.#together() };
    if (this.#all.ranges && !this.#all.ranges.has(address)) throw forbidden(address);
  }

  /** Stands before the body is read. */
  guard(server: FastifyInstance, isDoor: (path: string) => boolean): void {
    server.addHook('onRequest', async (request) => {
      if (isDoor(pathOf(request))) this.requireAny(request.ip);
    });
  }

  #ranges(addresses: readonly string[]): Ranges {
    const ranges = this.#rangesOf.get(addresses) ?? new Ranges(addresses);
    this.#rangesOf.set(addresses, ranges);
    return ranges;
  }

  /** Null where somebody may be posted to from anywhere, or nothing is known yet. */
  #together(): Ranges | null {
    const lists = [...this.#bots.all()].map(({ addresses }) => addresses);
    if (this.#bots.waitsFor().length > 0 || lists.length === 0 || lists.includes(undefined)) return null;
    return new Ranges(new Set(lists.flatMap((addresses) => addresses ?? [])));
  }
}

function forbidden(address: string): Refused {
  return new Refused('address_forbidden', { detail: `not from ${address}` });
}
