import { parseAddress } from '../../config/address.ts';
import { NoriaError } from '../../shared/errors.ts';
import { AddressRefused } from '../../upstream/guard/guard.ts';
import type { ApiContext } from '../api-context.ts';

/**
 * An address that came in a request may not lead to this machine or its network. What is no address at all is for the
 * caller's own check. @throws NoriaError invalid_request
 */
export async function checkAddress({ guard }: Pick<ApiContext, 'guard'>, value: unknown): Promise<void> {
  if (typeof value !== 'string' || parseAddress(value) === undefined) return;
  try {
    await guard.checkResolved(value);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    throw new NoriaError('invalid_request', `"base_url" ${error.message}`, { param: 'base_url' });
  }
}
