import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** ms that a client has to read the answer before the connection is cut. */
const lingerMs = 1_000;

/** A body was announced that nobody will read. */
export function hasUnreadBody({ raw }: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers;
  return !raw.complete && (encoding !== undefined || Number(length) > 0);
}

/**
 * Ends the connection after the answer without taking the rest of the body. Cutting it at once would reset it, and a
 * client that is still sending would never see the answer; so our side ends, nothing more is read, and then it is cut.
 */
export function closeGently({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close');
  endGently(raw.socket);
}

/** The same for an answer that says `connection: close` and is not out yet. */
export function endGently(socket: Socket): void {
  // Node calls it when the answer is out.
  socket.destroySoon = () => {
    socket.end();
    setImmediate(() => socket.pause());
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(timer));
  };
}
