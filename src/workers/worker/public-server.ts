import { lookup } from 'node:dns/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { keepAliveMs } from '../../api/http/keep-alive.ts';
import { answerClientError } from './client-error.ts';

/** The public port, which all workers share. */
export interface PublicServer {
  /** Where a client on this machine finds it. */
  readonly url: string;
  /** Takes no new connection and resolves when the running requests have ended. */
  close(): Promise<void>;
}

const lookEveryMs = 100;

/** @throws Error of the system, when the address cannot be had */
export async function listenInPublic(
  { host, port }: { readonly host: string; readonly port: number },
  onRequest: RequestListener,
): Promise<PublicServer> {
  const open = (address: string): Promise<Server> => listening(onRequest, { host: address, port });
  const first = await open(host);
  // `localhost` is two addresses on many machines; like the framework, as many of them as there are.
  const others = host === 'localhost' ? await lookup(host, { all: true }) : [];
  const own = addressOf(first).address;
  const more = await Promise.all(
    others.filter(({ address }) => address !== own).map(({ address }) => open(address).catch(() => null)),
  );
  const servers = [first, ...more.filter((server) => server !== null)];
  return {
    url: urlOf(addressOf(first)),
    close: async () => void (await Promise.all(servers.map(closed))),
  };
}

async function listening(
  onRequest: RequestListener,
  place: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, onRequest);
  // Whoever asks before he sends is told to go on by the one who answers.
  server.on('checkContinue', onRequest);
  server.on('clientError', answerClientError);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place, resolve);
  });
  return server;
}

async function closed(server: Server): Promise<void> {
  const timer = setInterval(() => server.closeIdleConnections(), lookEveryMs);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
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
