import type { IncomingMessage } from 'node:http';
import { NoriaError } from '../../shared/errors.ts';
import type { HostCheck } from './host-check.ts';
import { isProbe } from './admit.ts';

/** What can be refused before anybody looks who asks. @throws NoriaError forbidden (421, 403), invalid_request */
export function checkHead(raw: IncomingMessage, hosts: HostCheck): void {
  const { headers, method, rawHeaders, url = '' } = raw;
  if (!url.startsWith('/'))
    throw new NoriaError('invalid_request', 'The target of a request is a path here, not a whole address.');
  if (countOf(rawHeaders, 'host') > 1)
    throw new NoriaError('invalid_request', 'The request has more than one "host" header.');
  if (!hosts.knows(headers.host) && !isProbe(url)) throw misdirected(headers.host ?? '');
  if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined)
    throw new NoriaError(
      'forbidden',
      'Noria answers no pages of other sites (CORS): ask from its own pages, or from a program.',
    );
}

function misdirected(host: string): NoriaError {
  const name = host.slice(0, 100).replace(/[^\w.:[\]-]/g, '?');
  return new NoriaError(
    'forbidden',
    `Noria is not known by the name "${name}". If that is its name, add it to NORIA_HOSTS; its IP address works without.`,
    { status: 421 },
  );
}

function countOf(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}
