import { BlockList, isIPv6 } from 'node:net';

/** Not reachable from the Internet, or not one machine: IANA special-purpose registries for IPv4 and IPv6, checked 2026-11-22. */
const SPECIAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const ipv4 = new BlockList();
for (const [network, bits] of SPECIAL) ipv4.addSubnet(network, bits, 'ipv4');

/** Global unicast is 2000::/3; what lies in it and is special, or carries an IPv4 address, is not called either. */
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');
const special6 = new BlockList();
special6.addSubnet('2001::', 23, 'ipv6');
special6.addSubnet('2001:db8::', 32, 'ipv6');
special6.addSubnet('2002::', 16, 'ipv6');
special6.addSubnet('3fff::', 20, 'ipv6');

/** Whether a literal address may be called on behalf of a tenant. */
export function isPublicAddress(address: string): boolean {
  if (!isIPv6(address)) return !ipv4.check(address, 'ipv4');
  return unicast.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

const own = new BlockList();
own.addSubnet('127.0.0.0', 8, 'ipv4');
own.addAddress('::1', 'ipv6');

/** This very machine. */
export function loopback(address: string): boolean {
  return own.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
