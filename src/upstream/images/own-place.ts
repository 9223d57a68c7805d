import type { ChatCall } from '../wire.ts';
import { placeOf, type Place } from '../media/place.ts';

/** Where the catalog says that this provider is asked for pictures. */
export function ownPlace(call: ChatCall): Place {
  const { images, name } = call.provider;
  if (images === undefined) throw new Error(`${name} has no address for pictures`);
  return placeOf(call, images.url, images.auth);
}
