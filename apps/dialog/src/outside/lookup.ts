import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import type { Guard, Target } from './guard.ts';
import { Trouble } from './trouble.ts';

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const resolveHost: Resolve = (host) => dns.lookup(host, { all: true });

/** For `net.connect`: finds the addresses of the target, and gives them only when every one is allowed. So what was checked is what is connected to. */
export function checkedLookup(target: Target, guard: Guard, resolve: Resolve): LookupFunction {
  const find = async (host: string) => {
    const addresses = await resolve(host);
    checkAddresses(target, guard, addresses);
    return [...addresses];
  };
  return (host, { all }, callback) => {
    callbackify(find)(host, (error, addresses) => {
      if (error) callback(error, '');
      else if (all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** A host that is an address already: nobody will look it up. */
export function checkLiteral(target: Target, guard: Guard): void {
  const family = isIP(target.host);
  if (family !== 0) checkAddresses(target, guard, [{ address: target.host, family }]);
}

function checkAddresses(target: Target, guard: Guard, addresses: readonly LookupAddress[]): void {
  if (addresses.length > 0 && addresses.every(({ address }) => guard.allows(target, address))) return;
  // Not which address it is: an author has no business knowing the names of the operator's network.
  throw new Trouble(`${target.host} is refused: it is not on the public internet, and the operator does not allow it.`);
}
