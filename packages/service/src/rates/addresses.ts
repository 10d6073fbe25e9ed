import { limits } from '@backchannel/contracts';
import type { FastifyInstance } from 'fastify';
import type { Opened } from '../opened.ts';
import { pathOf } from '../path.ts';
import { rateOf, tooMany } from './door.ts';
import { networkOf } from './network.ts';

/** How often one address may ask, whoever it is. */
export class AddressRates {
  readonly #opened: Pick<Opened, 'rates' | 'environment'>;

  constructor(opened: Pick<Opened, 'rates' | 'environment'>) {
    this.#opened = opened;
  }

  /** Refuses: 429. Before anything is read, so that what costs work, and guessing, is bounded. */
  require(ip: string): void {
    const { ratePerAddress } = this.#opened.environment;
    if (ratePerAddress === 0) return;
    const standing = this.#opened.rates.take(subjectOf(ip), rateOf(ratePerAddress));
    if (standing.waitMs > 0) throw tooMany(standing);
  }

  /** What it has done counts as so many requests more. */
  charge(ip: string, cost: number): void {
    const { ratePerAddress } = this.#opened.environment;
    if (ratePerAddress > 0) this.#opened.rates.charge(subjectOf(ip), rateOf(ratePerAddress), cost);
  }

  /** Stands before doors. Behind the headers of CORS: pages may read refusals, too. */
  guard(server: FastifyInstance, isDoor: (path: string) => boolean): void {
    server.addHook('onRequest', async (request) => {
      if (isDoor(pathOf(request))) this.require(request.ip);
    });
    server.addHook('onResponse', async (request, { statusCode }) => {
      if (statusCode === 401 && isDoor(pathOf(request))) this.charge(request.ip, limits.wrongCredentialCost);
    });
  }
}

const subjectOf = (ip: string) => `address:${networkOf(ip)}`;
