import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of the loopback and says where, for the process that waits for it. */
export function announce(server: Server, name: string): void {
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => sayWhere(server, name));
}

/** Of a server that listens already. */
export function sayWhere(server: Server, name: string): void {
  const { port } = server.address() as AddressInfo;
  console.log(`${name} is ready at http://127.0.0.1:${port}`);
}
