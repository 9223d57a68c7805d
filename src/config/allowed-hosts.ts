import ipaddr from 'ipaddr.js';
import { canonicalIp, ipKind } from './ip-kind.ts';

export const hostsAllowed =
  'host names, IP addresses and networks such as 10.0.0.0/8, with commas between them, without scheme and port';

/** As `NORIA_ALLOWED_HOSTS` has them, each in its one spelling; undefined = one of them is no host. */
export function parseAllowedHosts(text: string): readonly string[] | undefined {
  const hosts = text
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '')
    .map(canonicalHost);
  return hosts.length > 0 && hosts.every((one) => one !== undefined) ? hosts : undefined;
}

/** A name or an address that the administrator named. */
export function isAllowedHost(allowed: readonly string[], host: string): boolean {
  return allowed.includes(canonicalIp(host) ?? host);
}

/**
 * An address that the administrator named, or that lies in a network that he named. A network never opens the metadata
 * service that lies in it: that one has to be named by itself.
 */
export function isAllowedIp(allowed: readonly string[], ip: string): boolean {
  const spelled = canonicalIp(ip);
  if (spelled === undefined) return false;
  if (allowed.includes(spelled)) return true;
  const address = ipaddr.process(spelled);
  if (ipKind(spelled) === 'link_local') return false;
  return allowed.some((one) => {
    if (!one.includes('/')) return false;
    const [network, bits] = ipaddr.parseCIDR(one);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

function canonicalHost(text: string): string | undefined {
  const ip = canonicalIp(text);
  if (ip !== undefined) return ip;
  if (text.includes('/')) return ipaddr.isValidCIDR(text) && /^[\da-f:]/.test(text) ? text : undefined;
  const name = text.replace(/\.$/, '');
  return /^(?![\d.]+$)[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/.test(name) ? name : undefined;
}
