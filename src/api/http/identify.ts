import type { IncomingHttpHeaders } from 'node:http';
import type { Access } from '../../keyring/access.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { Audience, Caller } from './request-facts.ts';

/** Who asks, by `Authorization: Bearer` or `x-api-key`. */
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

/** @throws NoriaError unauthorized, forbidden */
export function checkAudience(audience: Audience, caller: Caller, headers: IncomingHttpHeaders): void {
  if (audience === 'open' || caller === 'admin') return;
  if (caller !== 'nobody') {
    if (audience === 'client') return;
    throw new NoriaError('forbidden', 'This needs the administrator’s token; a client key does not open it.');
  }
  const wanted = audience === 'admin' ? 'the administrator’s token' : 'a client key (sk-noria-…)';
  const given = credentialsIn(headers).length > 0;
  const fault = given ? 'The key is not known here.' : 'A key is missing.';
  throw new NoriaError('unauthorized', `${fault} Send ${wanted} as "Authorization: Bearer …".`);
}

function credentialsIn(headers: IncomingHttpHeaders): readonly string[] {
  const { authorization } = headers;
  // The usual case without a search.
  if (authorization?.startsWith('Bearer ') === true && headers['x-api-key'] === undefined) {
    const token = authorization.slice('Bearer '.length).trim();
    return token === '' ? [] : [token];
  }
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const named = headers['x-api-key'];
  return [bearer, typeof named === 'string' ? named.trim() : undefined].filter(
    (one) => one !== undefined && one !== '',
  ) as string[];
}
