import { isIP } from 'node:net';

/** `link_local`: never a server of models, but the metadata service of a cloud, which gives out credentials. */
export type AddressKind = 'private' | 'link_local' | 'public';

const privateV4 =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const privateV6 = /^(::1$|f[cd][0-9a-f]{2}:)/;
const metadata = /^(169\.254\.|fe[89ab][0-9a-f]:|::ffff:a9fe:|fd00:ec2::254$)/;

/** By the address as written: names are not looked up. */
export function addressKind(address: string): AddressKind {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (metadata.test(host) || host === 'metadata.google.internal') return 'link_local';
  switch (isIP(host)) {
    case 4:
      return privateV4.test(host) ? 'private' : 'public';
    case 6:
      return privateV6.test(host) ? 'private' : 'public';
    default:
      return host === 'localhost' ||
        /\.(localhost|local|internal|lan|home\.arpa)$/.test(host) ||
        !host.includes('.')
        ? 'private'
        : 'public';
  }
}
