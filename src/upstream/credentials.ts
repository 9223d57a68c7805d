import type { Provider } from '../catalog/types.ts';

export interface Address {
  readonly baseUrl: string;
  readonly accountId: string;
  readonly headers: Record<string, string>;
}

/** What every call of one kind over one key has in common: made once, never changed. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Remembers the endpoints that `make` makes of a provider, its address and a key. */
export function rememberEndpoints(
  make: (address: Address) => Endpoint,
): (provider: Provider, baseUrl: string, secret: string) => Endpoint {
  const known = new WeakMap<Provider, { baseUrl: string; byKey: Map<string, Endpoint> }>();
  return (provider, baseUrl, secret) => {
    let own = known.get(provider);
    if (own?.baseUrl !== baseUrl) known.set(provider, (own = { baseUrl, byKey: new Map() }));
    const endpoint = own.byKey.get(secret) ?? make(addressed(provider, baseUrl, secret));
    // Keys come and go for years.
    if (own.byKey.size >= mostKeys) own.byKey.clear();
    own.byKey.set(secret, endpoint);
    return endpoint;
  };
}

const mostKeys = 20_000;

/** A provider's address and headers for one key. Cloudflare's keys are `account_id:token`; the account goes into the path. */
export function addressed(provider: Provider, baseUrl: string, secret: string): Address {
  const parted = provider.key.accountEnv === undefined ? { account: '', token: secret } : split(secret);
  return {
    baseUrl: baseUrl.replace('{account_id}', encodeURIComponent(parted.account)),
    accountId: encodeURIComponent(parted.account),
    headers: { ...provider.headers, ...credential(provider, parted.token) },
  };
}

function credential(provider: Provider, token: string): Record<string, string> {
  const { header, scheme } = provider.auth;
  switch (scheme) {
    case 'none':
      return {};
    case 'raw':
      return { [header]: token };
    case 'Bearer':
      // A local or own server may have no key at all.
      return token === '' ? {} : { [header]: `Bearer ${token}` };
    default:
      return scheme satisfies never;
  }
}

function split(secret: string): { account: string; token: string } {
  const colon = secret.indexOf(':');
  return colon < 0
    ? { account: '', token: secret }
    : { account: secret.slice(0, colon), token: secret.slice(colon + 1) };
}
