import type { ChatCall } from '../wire.ts';
import type { Exchanges } from '../media/exchanges.ts';
import { placeOf } from '../media/place.ts';
import { isPicture } from './is-picture.ts';

const longestPicture = 32 * 1024 * 1024;

/**
 * The picture behind an address that an answer names, as base64. Only from where the provider is known to keep its files:
 * its own origin, or a host of the catalog, over https. Without the key, and no redirect is followed.
 * @throws Error
 */
export async function fetchPicture(call: ChatCall, exchanges: Exchanges, address: string): Promise<string> {
  if (!mayFetch(call, address))
    throw new Error('the picture lies at an address that is not the provider’s own');
  const reply = await exchanges.ask(
    { method: 'GET', url: address, headers: { accept: 'image/*' } },
    longestPicture,
  );
  if (!isPicture(reply) && !isNameless(reply.headers['content-type']))
    throw new Error('the file is no picture');
  return reply.body.toString('base64');
}

function mayFetch(call: ChatCall, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, protocol, hostname, username } = new URL(address);
  if (username !== '') return false;
  if (origin === new URL(placeOf(call, '/').url).origin) return true;
  const hosts = call.provider.images?.files ?? [];
  return protocol === 'https:' && hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

function isNameless(type: string | undefined): boolean {
  return type === undefined || /^application\/octet-stream/i.test(type);
}
