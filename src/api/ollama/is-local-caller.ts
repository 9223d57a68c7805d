import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** A proxy on this machine speaks for somebody else. */
const ofProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * A program on this machine that asks for itself: its connection comes from loopback, and it asked for a loopback name,
 * which a web page whose name was made to point here did not (DNS rebinding). A page of another origin is no such program either:
 * it cannot read the answer, but it could spend the quota.
 */
export function isLocalCaller(remoteAddress: string, headers: IncomingHttpHeaders): boolean {
  if (!isLoopbackAddress(remoteAddress)) return false;
  if (ofProxies.some((name) => headers[name] !== undefined)) return false;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  return isLoopbackUrl(`http://${headers.host ?? ''}`) && isOwnOrigin(headers.origin);
}

/** None, one of this machine, or an editor's own scheme (`vscode-webview:`, `app:` …), which no web page can have. */
function isOwnOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return /^https?:/i.test(origin) ? isLoopbackUrl(origin) : /^[a-z][a-z0-9+.-]*:\/\//i.test(origin);
}

function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const name = new URL(text).hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || isLoopbackAddress(name);
}

function isLoopbackAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return loopback.check(plain, 'ipv4');
  return isIPv6(plain) && loopback.check(plain, 'ipv6');
}
