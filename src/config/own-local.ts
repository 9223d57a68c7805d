import { addressKind } from './address-kind.ts';
import type { ConfiguredProvider } from './types.ts';

/** One's own server: local when it is on this machine or network and has no limits, else a cloud like others. */
export function isOwnLocal({ baseUrl, limits }: Pick<ConfiguredProvider, 'baseUrl' | 'limits'>): boolean {
  return addressKind(baseUrl) === 'private' && (limits === null || limits.length === 0);
}
