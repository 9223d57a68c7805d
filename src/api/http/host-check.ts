import { isIP } from 'node:net';
import type { ServerConfig } from '../../config/types.ts';

/** Whether a `host` header names this gateway: a page whose own name was made to lead here (DNS rebinding) sends that name. */
export interface HostCheck {
  /** Without one (HTTP/1.0) no browser is asking. */
  knows(host: string | undefined): boolean;
}

/**
 * Names that nobody can make lead here: resolvers answer `localhost` themselves (RFC 6761, 6.3), container engines the
 * others. An address is no name, so that nothing can be rebound.
 */
const alwaysOurs: ReadonlySet<string> = new Set([
  'localhost',
  'host.docker.internal',
  'host.containers.internal',
]);

const mostRemembered = 100;

export function createHostCheck({ host, hosts }: Pick<ServerConfig, 'host' | 'hosts'>): HostCheck {
  const ours = new Set([...alwaysOurs, host.toLowerCase(), ...hosts]);
  const isAnyOurs = ours.has('*');
  // One client sends the same text each time.
  const seen = new Set<string>();
  let last: string | undefined;

  function isOurs(text: string): boolean {
    const name = nameOf(text);
    if (name === null) return false;
    return isAnyOurs || isIP(name) !== 0 || ours.has(name) || name.endsWith('.localhost');
  }

  return {
    knows: (text) => {
      if (text === last) return true;
      if (text === undefined || seen.has(text)) return true;
      if (!isOurs(text)) return false;
      last = text;
      if (seen.size < mostRemembered) seen.add(text);
      return true;
    },
  };
}

/** Lower case, without port, brackets and dot at the end; null = it is no host. */
function nameOf(text: string): string | null {
  const [, host] = /^(\[[\da-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(text) ?? [];
  if (host === undefined) return null;
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
