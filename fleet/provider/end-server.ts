import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** ms between two looks for connections that have nothing more to say. */
const lookEveryMs = 50;

/** Takes no new connection; resolves when all have ended, which they must within so many ms. */
export async function drainServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  withinMs: number,
): Promise<void> {
  const looking = setInterval(() => server.closeIdleConnections(), lookEveryMs);
  const patience = setTimeout(() => breakAll(sockets), withinMs);
  await ended(server);
  clearInterval(looking);
  clearTimeout(patience);
}

/** Breaks every open connection. */
export async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  breakAll(sockets);
  await ended(server);
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function breakAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy();
}
