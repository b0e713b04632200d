import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Ranges that are no unicast addresses of the internet (IANA: IPv4 Special-Purpose Address Registry; multicast; reserved). */
const closedIPv4 = subnets('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** The only range that is handed out (IANA: Internet Protocol Version 6 Address Space), less its special-purpose parts. */
const openIPv6 = subnets('ipv6', ['2000::/3']);
const closedIPv6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
/** An IPv4 address behind a NAT64 gateway, in its last 32 bits (RFC 6052). */
const nat64 = subnets('ipv6', ['64:ff9b::/96']);

/**
 * Whether an IP address is one of the public internet. Loopback, private, link-local (so metadata services, too),
 * multicast and reserved addresses are not, nor are IPv4 addresses dressed up as IPv6; an address behind NAT64 is what
 * it stands for. False for what is no IP address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closedIPv4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  if (nat64.check(address, 'ipv6')) return isPublicAddress(lastIPv4(address));
  return openIPv6.check(address, 'ipv6') && !closedIPv6.check(address, 'ipv6');
}

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

function lastIPv4(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
