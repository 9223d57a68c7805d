import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { hostOf } from '../../config/address-kind.ts';
import { isAllowedHost, isAllowedIp } from '../../config/allowed-hosts.ts';
import { canonicalIp, ipKind, type AddressKind } from '../../config/ip-kind.ts';

/** An address where nothing may be sent, in words that name the setting which would allow it. */
export class AddressRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AddressRefused';
  }
}

/** Keeps what was not the administrator's word away from this machine and its network. */
export interface Guard {
  /**
   * What can be told by the address as written: its scheme, and its host where that is an address or a name of this
   * machine. @throws AddressRefused
   */
  check(address: string): URL;
  /** The same, and all that the host's name leads to. A name that nobody knows passes. Rejects with AddressRefused. */
  checkResolved(address: string): Promise<void>;
  /**
   * In place of the system's, for a connection: looks up once and gives only addresses that were checked, so that the
   * connection goes to these. Never asked for a host that is an address itself: `check` is for these.
   */
  readonly lookup: LookupFunction;
}

export interface GuardParts {
  /** NORIA_ALLOWED_HOSTS. */
  readonly allowedHosts: readonly string[];
  /** Of names; the system's by default. */
  readonly lookup?: LookupFunction;
}

export function createGuard({ allowedHosts, lookup = systemLookup }: GuardParts): Guard {
  function check(address: string): URL {
    if (!URL.canParse(address)) throw new AddressRefused('is no address; allowed: an http or https address');
    const url = new URL(address);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new AddressRefused(`begins with ${url.protocol.slice(0, 20)}; allowed: http, https`);
    if (url.username !== '' || url.password !== '')
      throw new AddressRefused('holds a user or a password; allowed: an address without them');
    const host = hostOf(url);
    if (isAllowedHost(allowedHosts, host)) return url;
    const ip = canonicalIp(host);
    if (ip !== undefined) checkIp(host, ip);
    else if (isOwnName(host)) throw refusal(host, 'a name of this machine');
    return url;
  }

  function checkIp(host: string, ip: string): void {
    const kind = ipKind(ip);
    if (kind === 'public' || isAllowedIp(allowedHosts, ip)) return;
    throw refusal(host, host === ip ? words[kind] : `${ip}, ${words[kind]}`);
  }

  const checkedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const addresses = typeof found === 'string' ? [] : found;
      const [first] = addresses;
      if (first === undefined) return callback(new Error(`${hostname} leads nowhere`), '');
      const host = hostname.replace(/\.+$/, '').toLowerCase();
      try {
        if (!isAllowedHost(allowedHosts, host))
          for (const { address } of addresses) checkIp(host, bare(address));
      } catch (refused) {
        return callback(refused as Error, '');
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  return {
    check,
    checkResolved: async (address) => resolves(check(address), checkedLookup),
    lookup: checkedLookup,
  };
}

/** Whoever waits for it is a person; the connection looks again. */
const longestLookupMs = 3_000;

function resolves(url: URL, lookup: LookupFunction): Promise<void> {
  if (canonicalIp(url.hostname) !== undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, longestLookupMs);
    lookup(url.hostname, { all: true }, (error) => {
      clearTimeout(timer);
      if (error instanceof AddressRefused) reject(error);
      else resolve();
    });
  });
}

/** Resolvers answer these themselves; whoever asks the network for them is lied to (RFC 6761, 6.3). */
function isOwnName(host: string): boolean {
  return (
    host === '' || host === 'localhost' || host.endsWith('.localhost') || host === 'localhost.localdomain'
  );
}

function bare(ip: string): string {
  return canonicalIp(ip) ?? ip;
}

const words: Readonly<Record<AddressKind, string>> = {
  private: 'a private address',
  link_local: 'a link-local or metadata address',
  reserved: 'an address that is no server’s',
  public: 'a public address',
};

function refusal(host: string, what: string): AddressRefused {
  return new AddressRefused(
    `leads to ${host === '' ? 'no host' : host.slice(0, 100)}, ${what}; allowed: public addresses, and the hosts of NORIA_ALLOWED_HOSTS`,
  );
}
