import type { IncomingHttpHeaders } from 'node:http';
import { signInMs } from './sign-ins.ts';

/** `__Host-` lets no other site and no plain connection set it (RFC 6265bis, 4.1.3.2); over plain HTTP there is no such cookie. */
const names = { secure: '__Host-noria_session', plain: 'noria_session' } as const;

/** Nothing longer is one of ours. */
const longestId = 64;

/** The id in the session cookie, the secure one first; null = there is none. */
export function sessionIdIn({ cookie }: IncomingHttpHeaders): string | null {
  if (cookie === undefined) return null;
  const pairs = cookie.split(';').map((pair) => pair.trim());
  for (const name of [names.secure, names.plain]) {
    const id = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    if (id !== undefined && id !== '' && id.length <= longestId) return id;
  }
  return null;
}

export function sessionCookie(id: string, headers: IncomingHttpHeaders): string {
  return cookieOf(id, headers, signInMs / 1_000);
}

export function endedCookie(headers: IncomingHttpHeaders): string {
  return cookieOf('', headers, 0);
}

function cookieOf(value: string, headers: IncomingHttpHeaders, seconds: number): string {
  const isSecure = cameOverHttps(headers);
  const name = isSecure ? names.secure : names.plain;
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** To a proxy before us. Who lies about it harms only his own cookie. */
function cameOverHttps({ origin, 'x-forwarded-proto': proto }: IncomingHttpHeaders): boolean {
  return origin?.startsWith('https://') === true || proto === 'https';
}
