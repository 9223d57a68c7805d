import type { Provider } from '../catalog/types.ts';

export interface Address {
  readonly baseUrl: string;
  readonly accountId: string;
  readonly headers: Record<string, string>;
}

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
