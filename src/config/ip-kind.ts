import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Where an address leads. `link_local`: never a server of models, but the metadata service of a cloud, which gives out
 * credentials. `reserved`: multicast, documentation, tunnels and what nobody has been given.
 */
export type AddressKind = 'private' | 'link_local' | 'reserved' | 'public';

/** Metadata services outside of the link-local range: Amazon (IPv6), Alibaba, Oracle, Azure's WireServer. */
const metadata: ReadonlySet<string> = new Set([
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
]);

/** 0.0.0.0 and :: reach this machine. */
const privateRanges: ReadonlySet<string> = new Set([
  'private',
  'loopback',
  'unspecified',
  'carrierGradeNat',
  'uniqueLocal',
]);

/** Of an IPv4 or IPv6 address as text, without brackets; an IPv4 address inside an IPv6 one counts as itself. */
export function ipKind(text: string): AddressKind {
  const address = ipaddr.parse(text);
  if (metadata.has(address.toString())) return 'link_local';
  if (address.kind() === 'ipv6') {
    const inner = innerIpv4(address as ipaddr.IPv6);
    if (inner !== null) return ipKind(inner);
  }
  const range = address.range();
  if (range === 'linkLocal') return 'link_local';
  if (privateRanges.has(range)) return 'private';
  return range === 'unicast' && isGiven(address) ? 'public' : 'reserved';
}

/** The address without a zone, in its one spelling; undefined = the text is none. */
export function canonicalIp(text: string): string | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  return isIP(bare) === 0 ? undefined : ipaddr.parse(bare).toString();
}

/** Of IPv6 only 2000::/3 is given to anybody (RFC 4291, 2.4). */
function isGiven(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** IPv4-mapped and -compatible (RFC 4291, 2.5.5), NAT64 (RFC 6052), 6to4 (RFC 3056). */
function innerIpv4(address: ipaddr.IPv6): string | null {
  const bytes = address.toByteArray();
  const begins = (...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);
  const text = (at: number): string => bytes.slice(at, at + 4).join('.');
  const zeros = Array<number>(10).fill(0);
  if (begins(0x20, 0x02)) return text(2);
  if (begins(0, 0x64, 0xff, 0x9b, ...zeros.slice(0, 8))) return text(12);
  if (begins(...zeros, 0xff, 0xff)) return text(12);
  // :: and ::1 are addresses of their own.
  const isCompatible = begins(...zeros, 0, 0) && (bytes[12] !== 0 || bytes[13] !== 0);
  return isCompatible ? text(12) : null;
}
