/**
 * The address behind a `url` of the catalog, for a provider that answers at `baseUrl` (its own, or the owner's override).
 * - `/models` is relative to the base URL;
 * - `origin:/api/tags` is relative to the origin of the base URL;
 * - an absolute URL is taken as it is, unless the owner has moved the provider: then its path moves along, so that a
 *   key never goes to an address its owner did not choose.
 * `{account_id}` is filled where it stands.
 */
export function resolveUrl(
  url: string,
  at: { readonly baseUrl: string; readonly catalogBaseUrl: string; readonly accountId?: string },
): string {
  return join(url, at).replaceAll('{account_id}', at.accountId ?? '{account_id}');
}

function join(url: string, at: { readonly baseUrl: string; readonly catalogBaseUrl: string }): string {
  if (url.startsWith('origin:')) return originOf(at.baseUrl) + url.slice('origin:'.length);
  if (url.startsWith('/')) return at.baseUrl + url;
  return at.baseUrl === at.catalogBaseUrl ? url : originOf(at.baseUrl) + url.slice(originOf(url).length);
}

function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/]+/i.exec(url)?.[0] ?? url;
}
