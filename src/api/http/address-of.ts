import type { IncomingMessage } from 'node:http';

/** In which a worker process tells the primary who is connected to it; from anybody else it says nothing. */
export const peerHeader = 'x-noria-peer';

/** Who is connected. What a proxy says of those behind it is not believed: anybody can say so. */
export function addressOf({ socket, headers }: IncomingMessage): string {
  // Over the socket file of the workers nobody has an address.
  if (socket.remoteAddress !== undefined) return socket.remoteAddress;
  const told = headers[peerHeader];
  return typeof told === 'string' ? told : 'unknown';
}
