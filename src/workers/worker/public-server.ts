import { lookup } from 'node:dns/promises';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { PlainRoute } from '../../api/http/plain/plain-connection.ts';
import { PlainServer } from '../../api/http/plain/plain-server.ts';
import { answerClientError } from './client-error.ts';

/** The public port, which all workers share. */
export interface PublicServer {
  /** Where a client on this machine finds it. */
  readonly url: string;
  /** Takes no new connection and resolves when the running requests have ended. */
  close(): Promise<void>;
}

/** Who answers what is asked. */
export interface Asked {
  readonly route: PlainRoute;
  /** All that is not for the route, or comes on another connection. */
  readonly onRequest: RequestListener;
}

/** A server of one address, and who is connected to it. */
interface Door {
  readonly server: Server;
  /** And since when, in ticks. */
  readonly sockets: ReadonlyMap<Socket, number>;
}

const lookEveryMs = 100;
/** Who has said nothing for so long has nothing to say. */
const silentMs = 1_000;

/** @throws Error of the system, when the address cannot be had */
export async function listenInPublic(
  { host, port }: { readonly host: string; readonly port: number },
  asked: Asked,
): Promise<PublicServer> {
  const open = (address: string): Promise<Door> => listening(asked, { host: address, port });
  const first = await open(host);
  // `localhost` is two addresses on many machines; like the framework, as many of them as there are.
  const others = host === 'localhost' ? await lookup(host, { all: true }) : [];
  const own = addressOf(first.server).address;
  const more = await Promise.all(
    others.filter(({ address }) => address !== own).map(({ address }) => open(address).catch(() => null)),
  );
  const doors = [first, ...more.filter((door) => door !== null)];
  return {
    url: urlOf(addressOf(first.server)),
    close: async () => void (await Promise.all(doors.map(closed))),
  };
}

async function listening(
  { route, onRequest }: Asked,
  place: { readonly host: string; readonly port: number },
): Promise<Door> {
  const sockets = new Map<Socket, number>();
  const server = new PlainServer(route, onRequest);
  // Whoever asks before he sends is told to go on by the one who answers.
  server.on('checkContinue', onRequest);
  server.on('clientError', answerClientError);
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, performance.now());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place, resolve);
  });
  return { server, sockets };
}

async function closed({ server, sockets }: Door): Promise<void> {
  const look = (): void => {
    server.closeIdleConnections();
    // Browsers open connections in advance; Node takes one that has said nothing for busy.
    for (const [socket, since] of sockets)
      if (socket.bytesRead === 0 && performance.now() - since > silentMs) socket.destroy();
  };
  const timer = setInterval(look, lookEveryMs);
  await new Promise((resolve) => {
    server.close(resolve);
    look();
  });
  clearInterval(timer);
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a public server has a port');
  return address;
}

/** As the framework shows it. */
function urlOf({ address, port }: AddressInfo): string {
  if (address.includes(':')) return `http://[${address}]:${port}`;
  return `http://${address === '0.0.0.0' ? loopback() : address}:${port}`;
}

function loopback(): string {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.find(({ family, internal }) => family === 'IPv4' && internal)?.address ?? '127.0.0.1';
}
