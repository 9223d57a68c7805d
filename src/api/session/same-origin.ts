import type { IncomingMessage } from 'node:http';
import { NoriaError } from '../../shared/errors.ts';

const reading: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends the session's cookie by itself: what changes something has to come from a page of ours, as JSON, which
 * no form of another site can send. @throws NoriaError forbidden
 */
export function checkSameOrigin(raw: IncomingMessage): void {
  if (reading.has(raw.method)) return;
  const { headers } = raw;
  if (isForeign(raw) !== false)
    throw new NoriaError(
      'forbidden',
      'A signed-in browser changes things only from a page of Noria itself: its "origin" is not this host.',
    );
  const type = headers['content-type'];
  if (type === undefined ? hasBody(raw) : !/^application\/json\s*(;|$)/i.test(type))
    throw new NoriaError('forbidden', 'A signed-in browser sends "content-type: application/json".');
}

/** Signing in itself: who is no browser says nothing of where he comes from. @throws NoriaError forbidden */
export function checkNotForeign(raw: IncomingMessage): void {
  if (isForeign(raw) === true)
    throw new NoriaError('forbidden', 'Signing in works only from a page of Noria itself.');
}

/** By what browsers say and pages cannot: https://www.w3.org/TR/fetch-metadata/; null = nothing was said. */
function isForeign({ headers: { host, origin, 'sec-fetch-site': site } }: IncomingMessage): boolean | null {
  if (typeof site === 'string') return site !== 'same-origin';
  if (origin === undefined) return null;
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin);
  // The usual port may be written or not.
  const here = `${from.protocol}//${host ?? ''}`;
  return !URL.canParse(here) || new URL(here).host !== from.host;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
