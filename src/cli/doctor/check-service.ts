import { connect } from 'node:net';
import type { Config } from '../../config/types.ts';
import { ownAddress } from '../own-address.ts';
import { ask, fieldOf } from './ask.ts';
import { findingsOf, type Finding } from './finding.ts';

export interface Service {
  /** Where a Noria answers now; null = none does. */
  readonly url: string | null;
  readonly finding: Finding;
}

/** Whether a Noria runs at the address of the settings, and whether one could. */
export async function checkService({ server }: Config): Promise<Service> {
  const { ok, note, todo } = findingsOf('Service');
  if (server.port === 0) return { url: null, finding: note('PORT=0: a start takes any free port') };
  const url = ownAddress(server);
  const health = await ask(`${url}/healthz`);
  if (health?.status === 200 && fieldOf(health.body, 'status') === 'ok')
    return { url, finding: ok(`Noria answers at ${url}`) };
  if (health === null && !(await isOpen(url)))
    return { url: null, finding: note(`Noria does not run; ${url} is free`, 'Start it with npm start.') };
  return {
    url: null,
    finding: todo(`something else answers at ${url}`, 'Stop that program, or set PORT to another number.'),
  };
}

/** Somebody takes connections there, whatever they speak. */
function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), timeout: 2_000 });
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
