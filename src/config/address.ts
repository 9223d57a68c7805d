import type { Provider } from '../catalog/types.ts';

export const addressAllowed = 'an http or https URL without user, password, query and fragment';

/** The address without a slash at the end, as it was written (`{account_id}` stays); undefined = not allowed. */
export function parseAddress(text: string): string | undefined {
  if (!URL.canParse(text) || /\s/.test(text) || !/^https?:\/\/[^/]/i.test(text)) return undefined;
  const url = new URL(text);
  if (url.username || url.password || /[?#]/.test(text)) return undefined;
  return text.replace(/\/+$/, '');
}

/** For a message: an address must not give away the password or the key that is wrong in it. */
export function showAddress(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(/\/\/[^/]*@/, '//...@').replace(/[?#].*$/s, '?...');
}

/**
 * Where a provider answers when its owner gives this address. An origin alone gets the path of the public address
 * (`http://localhost:9000` → `http://localhost:9000/openai/v1`); for a local server, whose API always lies there, any
 * address that does not end so gets it. Without an address it is the public one; undefined = there is none either.
 */
export function completeAddress(address: string | null, provider: Provider | undefined): string | undefined {
  if (address === null || provider === undefined) return address ?? provider?.baseUrl;
  const path = pathOf(provider.baseUrl);
  const isOrigin = pathOf(address) === '';
  const isLocal = provider.tier === 'local';
  return isOrigin || (isLocal && !address.endsWith(path)) ? address + path : address;
}

/** Not `URL.pathname`: that encodes the braces of `{account_id}`. */
function pathOf(address: string): string {
  return address.replace(/^https?:\/\/[^/]*/i, '').replace(/\/+$/, '');
}
