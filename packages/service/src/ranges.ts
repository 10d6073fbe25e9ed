import { BlockList, isIP } from 'node:net';

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** IP addresses and ranges (CIDR), as settings write them. An IPv4 address in IPv6 clothes is the IPv4 address. */
export class Ranges {
  readonly #list = new BlockList();

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      const [address = '', bits] = text.split('/');
      if (bits === undefined) this.#list.addAddress(address, familyOf(address));
      else this.#list.addSubnet(address, Number(bits), familyOf(address));
    }
  }

  /** False, too, for what is no address. */
  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, familyOf(address));
  }
}
