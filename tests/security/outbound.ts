import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';

/** A server on this machine that must not be reached, or is allowed to be; it counts who comes. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The last ones: a listener of a hundred thousand calls must not keep them. */
  readonly seen: readonly IncomingMessage[];
  /** Connections, whether or not they said anything. */
  connections(): number;
}

const mostSeen = 20;

export async function startListener(answer: RequestListener, host = '127.0.0.1'): Promise<Listener> {
  const seen: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((req, res) => {
    seen.push(req);
    if (seen.length > mostSeen) seen.shift();
    answer(req, res);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    seen,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A resolver whose answers to a name come one after the other, the last one for ever. */
export function resolverOf(answers: Readonly<Record<string, readonly (readonly string[])[]>>): {
  readonly lookup: LookupFunction;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const lookup: LookupFunction = (name, options, callback) => {
    const times = asked.filter((one) => one === name).length;
    asked.push(name);
    const all = answers[name] ?? [];
    const found = (all[Math.min(times, all.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const [first] = found;
    if (first === undefined) callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), '');
    else if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  };
  return { lookup, asked };
}
