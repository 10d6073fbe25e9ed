/** An address of IPv4; of IPv6 the first half, since whoever has one has the whole of the other half. */
export function networkOf(ip: string): string {
  const v4 = /\d+\.\d+\.\d+\.\d+$/.exec(ip);
  if (v4) return v4[0];
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
