import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Access } from '../../keyring/access.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { Audience, Caller } from './request-facts.ts';

/** Who asks, by `Authorization: Bearer`, `x-api-key` or Google's `x-goog-api-key`. */
export function identify(headers: IncomingHttpHeaders, access: Access): Caller {
  let caller: Caller = 'nobody';
  for (const credential of credentialsIn(headers)) {
    // The client first: its key is known without hashing once it was good.
    const client = access.client(credential);
    if (client !== null) caller = client;
    else if (access.isAdmin(credential)) return 'admin';
  }
  return caller;
}

/** Gemini's clients may write the key into the address, as `?key=`: it is taken as if it stood in a header. */
export function takeQueryKey({ url = '', headers }: IncomingMessage): void {
  if (!url.startsWith('/v1beta/') || !url.includes('key=')) return;
  const key = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('key');
  if (key !== null) headers['x-goog-api-key'] ??= key;
}

/** @throws NoriaError unauthorized, forbidden */
export function checkAudience(
  audience: Audience,
  caller: Caller,
  headers: IncomingHttpHeaders,
  access: Access,
): void {
  if (audience === 'open' || caller === 'admin') return;
  if (caller !== 'nobody') {
    if (audience === 'client') return;
    throw new NoriaError('forbidden', 'This needs the administrator’s token; a client key does not open it.');
  }
  const wanted = audience === 'admin' ? 'the administrator’s token' : 'a client key (sk-noria-…)';
  throw new NoriaError(
    'unauthorized',
    `${faultOf(credentialsIn(headers), access)} Send ${wanted} as "Authorization: Bearer …".`,
  );
}

/** Whoever has a key may know how it stands. */
function faultOf(given: readonly string[], access: Access): string {
  if (given.length === 0) return 'A key is missing.';
  const refusal = given.map((key) => access.refusalOf(key)).find((reason) => reason !== null);
  if (refusal === 'expired') return 'The key has expired.';
  return refusal === 'disabled' ? 'The key is switched off.' : 'The key is not known here.';
}

export function credentialsIn(headers: IncomingHttpHeaders): readonly string[] {
  const { authorization } = headers;
  // The usual case without a search.
  const { 'x-api-key': named, 'x-goog-api-key': google } = headers;
  if (authorization?.startsWith('Bearer ') === true && named === undefined && google === undefined) {
    const token = authorization.slice('Bearer '.length).trim();
    return token === '' ? [] : [token];
  }
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  return [bearer, named, google]
    .map((value) => (typeof value === 'string' ? value.trim() : ''))
    .filter((value) => value !== '');
}
