import { Sentence } from '@backchannel/service';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Guard } from './guard.ts';

const closed = new Guard();
const target = { host: 'api.example.com', port: 443 };
const allows = (address: string, guard = closed) => guard.allows(target, address);

const words = (text: string) => text.trim().split(/\s+/);

/** The addresses of a range, its ends among them. */
const within = (range: string) => {
  const [base = '', bits = ''] = range.split('/');
  const first = base.split('.').reduce((n, part) => n * 256 + Number(part), 0);
  return fc
    .integer({ min: first, max: first + 2 ** (32 - Number(bits)) - 1 })
    .map((n) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.'));
};

describe('without an allow-list', () => {
  const refused = words(`
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 168.63.129.16 169.254.169.254 169.254.0.0
    172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 fe80::1 fc00::1 fd12:3456::1 ff02::1 fec0::1 2001:db8::1 2001::1 2002:7f00:1:: 64:ff9b::7f00:1
    64:ff9b:1::1 100::1 3fff::1 5f00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1
    localhost 10.1 fe80::1%eth0
  `);
  test.each(refused)('%j is refused', (address) => expect(allows(address)).toBe(false));

  const allowed = words(`
    1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0
    172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
    2606:4700::1111 2001:200::1 2003::1 2a00:1450::1 ::ffff:1.1.1.1
  `);
  test.each(allowed)('%j is on the public internet', (address) => expect(allows(address)).toBe(true));

  const ranges = ['10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'];
  test.each([...ranges, '0.0.0.0/8', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'])('nothing of %s', (range) => {
    fc.assert(
      fc.property(within(range), (address) => !allows(address) && !allows(`::ffff:${address}`)),
      { numRuns: 200 },
    );
  });

  test('nothing of IPv6 that is not given out to the public', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 7, maxLength: 7 });
    const first = fc.oneof(fc.integer({ min: 1, max: 0x1fff }), fc.integer({ min: 0x4000, max: 0xffff }));
    fc.assert(
      fc.property(first, groups, (one, others) => !allows([one, ...others].map((n) => n.toString(16)).join(':'))),
      { numRuns: 500 },
    );
  });
});

describe('the operator allows', () => {
  const at = (place: string, entry: string, address = '10.1.2.3') => {
    const { hostname, port } = new URL(`ws://${place}`);
    return new Guard([entry]).allows({ host: hostname, port: Number(port || 80) }, address);
  };

  test('a name, wherever it resolves to, at any port', () => {
    expect(at('crm.internal:80', 'crm.internal')).toBe(true);
    expect(at('crm.internal.:8443', 'CRM.Internal')).toBe(true);
    expect(at('xn--bcher-kva.internal:80', 'bücher.internal')).toBe(true);
    expect(at('a.crm.internal:80', 'crm.internal')).toBe(false);
    expect(at('crm.internal.example.com:80', 'crm.internal')).toBe(false);
  });

  test('a name at one port', () => {
    expect(at('crm.internal:8080', 'crm.internal:8080')).toBe(true);
    expect(at('crm.internal:80', 'crm.internal:8080')).toBe(false);
  });

  test('an address, a range, or an address at one port, whatever the name', () => {
    expect(at('a.test:80', '10.1.2.3')).toBe(true);
    expect(at('a.test:80', '10.1.2.4')).toBe(false);
    expect(at('a.test:80', '10.1.0.0/16')).toBe(true);
    expect(at('a.test:80', '10.2.0.0/16')).toBe(false);
    expect(at('a.test:80', '10.1.2.3:80')).toBe(true);
    expect(at('a.test:81', '10.1.2.3:80')).toBe(false);
    expect(at('a.test:80', '10.1.2.3', '::ffff:10.1.2.3')).toBe(true);
  });

  test('the same in IPv6', () => {
    expect(at('a.test:80', 'fd00::1', 'fd00::1')).toBe(true);
    expect(at('a.test:80', '[fd00::1]', 'fd00:0::1')).toBe(true);
    expect(at('a.test:80', '[fd00::1]:80', 'fd00::1')).toBe(true);
    expect(at('a.test:81', '[fd00::1]:80', 'fd00::1')).toBe(false);
    expect(at('a.test:80', 'fd00::/16', 'fd00:1::1')).toBe(true);
    expect(at('a.test:80', 'fd00::/16', '10.1.2.3')).toBe(false);
  });
});

const wrong = words(`
  * *.internal http://a.test a.test/x a.test: a.test:0 a.test:65536 a.test:x user@a.test a.test?b . a..b
  10.0.0.0/33 10.0.0.0/ 10.0.0.0/8/8 10.0.0.0/8:80 10.0.0.0/-1 fd00::/129 [10.0.0.1] [fd00::1 10.1 0x7f.1 ::1:99999
`);
test.each([...wrong, '', ' ', 'a b'])('%j is not an entry of an allow-list', (entry) => {
  expect(() => new Guard([entry])).toThrow(Sentence);
  expect(() => new Guard([entry])).toThrow(JSON.stringify(entry));
});
