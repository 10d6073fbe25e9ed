import { BlockList, isIP } from 'node:net';
import { Sentence } from '@backchannel/service';

/** IPv4 that is not the public internet: private, loopback, link-local, carriers' own, reserved, documentation, multicast. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Looks public, and is the platform itself on every machine in Azure.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** The only IPv6 that is given out to the public, and what in it is not: Teredo and other protocols, documentation, 6to4. */
const PUBLIC_6 = '2000::/3';
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic = listOf([...NOT_PUBLIC_4, ...NOT_PUBLIC_6]);
const public6 = listOf([PUBLIC_6]);
const mapped = listOf(['::ffff:0:0/96']);

/** Where a call goes. */
export interface Target {
  /** As in a URL, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Which addresses calls may go to: those of the public internet, and what the operator allows beside them. */
export class Guard {
  readonly #names: ReadonlySet<string>;
  readonly #addresses: BlockList;
  readonly #ports: ReadonlyMap<number, BlockList>;

  /**
   * Entries are a name or an address, both with or without `:port` (`crm.internal`, `localhost:8080`, `10.1.2.3:80`,
   * `[fd00::1]:80`), or a range of addresses (`10.1.0.0/16`). A name is allowed wherever it resolves to.
   */
  constructor(allowed: readonly string[] = []) {
    const entries = allowed.map(parseEntry);
    this.#names = new Set(entries.flatMap((entry) => ('name' in entry ? [entry.name] : [])));
    const ranges = entries.flatMap((entry) => ('range' in entry ? [entry] : []));
    this.#addresses = listOf(ranges.filter(({ port }) => port === undefined).map(({ range }) => range));
    const byPort = Map.groupBy(
      ranges.filter(({ port }) => port !== undefined),
      ({ port }) => port ?? 0,
    );
    this.#ports = new Map([...byPort].map(([port, some]) => [port, listOf(some.map(({ range }) => range))]));
  }

  /** Whether a call to the target may connect to the address, which is one of those that its host resolves to. */
  allows({ host, port }: Target, address: string): boolean {
    const name = withoutDot(host);
    if (this.#names.has(name) || this.#names.has(`${name}:${port}`)) return true;
    if (isOn(this.#addresses, address) || isOn(this.#ports.get(port), address)) return true;
    return isPublic(address);
  }
}

function isPublic(address: string): boolean {
  if (isOn(notPublic, address)) return false;
  return isIP(address) === 4 || isOn(mapped, address) || isOn(public6, address);
}

/** IPv6 that holds an IPv4 address (`::ffff:10.0.0.1`) is on the list when that one is. */
function isOn(list: BlockList | undefined, address: string): boolean {
  const version = isIP(address);
  return list !== undefined && version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

type Entry = { readonly name: string } | { readonly range: string; readonly port?: number };

function parseEntry(entry: string): Entry {
  const wrong = (rule: string) => new Sentence(`${JSON.stringify(entry)} can not be allowed: ${rule}.`);
  const [address = '', bits, ...more] = entry.split('/');
  if (bits !== undefined) {
    const most = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0) throw wrong('before the / must be an address');
    if (more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw wrong(`after the / must be a number from 0 to ${most}`);
    return { range: entry };
  }
  if (isIP(entry) === 6) return { range: `${entry}/128` };

  const [, inner, plain, digits] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/.exec(entry) ?? [];
  const host = inner ?? plain;
  if (host === undefined) throw wrong('it must be a name, an address or a range of addresses');
  if (inner !== undefined && isIP(inner) !== 6) throw wrong('in brackets must be an IPv6 address');
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (!/^\d{1,5}$/.test(digits ?? '') || port < 1 || port > 65_535))
    throw wrong('the port must be a number from 1 to 65535');
  if (isIP(host) !== 0) return { range: `${host}/${isIP(host) === 6 ? 128 : 32}`, port };

  const name = nameOf(host);
  if (name === null) throw wrong('it must be a name, an address or a range of addresses');
  return { name: port === undefined ? name : `${name}:${port}` };
}

/** The name as a URL would have it; null for what a URL takes for something else. */
function nameOf(host: string): string | null {
  if (!/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(host) || !URL.canParse(`http://${host}`)) return null;
  const { hostname } = new URL(`http://${host}`);
  return isIP(hostname) === 0 ? withoutDot(hostname) : null;
}

function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
