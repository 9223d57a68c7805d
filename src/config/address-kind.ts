import { ipKind, canonicalIp, type AddressKind } from './ip-kind.ts';

/** By the address as written: names are not looked up. */
export function addressKind(address: string): AddressKind {
  const host = hostOf(new URL(address));
  const ip = canonicalIp(host);
  if (ip !== undefined) return ipKind(ip);
  if (metadataNames.has(host)) return 'link_local';
  return isPrivateName(host) ? 'private' : 'public';
}

/** Without brackets and the dots at its end, in lower case. */
export function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
    .toLowerCase();
}

/** Names that lead to this machine or network by their form. */
function isPrivateName(host: string): boolean {
  return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}

const metadataNames: ReadonlySet<string> = new Set(['metadata.google.internal', 'metadata']);
