import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * Slows down who guesses the administrator's token. An address has a few wrong tries; when very many come from
 * everywhere, each address has one. An address that made none is never refused, so that nobody can lock the owner out, and
 * neither can a tool of his that sends the same old key again and again: that is one try.
 */
export interface WrongTries {
  /** ms until the address may try again; 0 = now. */
  waitMs(address: string): Promise<number>;
  note(address: string, tried: string): Promise<void>;
}

export interface WrongTriesLimits {
  readonly perAddress: number;
  readonly overall: number;
  readonly windowSeconds: number;
}

/** Tries that are told from new ones. */
const mostKnown = 10_000;

const usual: WrongTriesLimits = { perAddress: 10, overall: 200, windowSeconds: 300 };

export function createWrongTries({
  perAddress,
  overall,
  windowSeconds,
}: WrongTriesLimits = usual): WrongTries {
  const limits = { duration: windowSeconds, points: perAddress };
  const byAddress = new RateLimiterMemory({ ...limits, keyPrefix: 'address' });
  const ofAll = new RateLimiterMemory({ ...limits, points: overall, keyPrefix: 'all' });
  const everybody = 'everybody';
  // Hashes: what was tried may be a key of something else.
  const known = new Set<string>();
  function isRepeated(tried: string): boolean {
    const hash = createHash('sha256').update(tried).digest('base64');
    if (known.has(hash)) return true;
    if (known.size >= mostKnown) known.clear();
    known.add(hash);
    return false;
  }

  return {
    waitMs: async (address) => {
      const own = await byAddress.get(networkOf(address));
      if (own === null) return 0;
      const all = await ofAll.get(everybody);
      const most = all !== null && all.consumedPoints >= overall ? 1 : perAddress;
      return own.consumedPoints >= most ? Math.max(1, own.msBeforeNext) : 0;
    },
    note: async (address, tried) => {
      if (isRepeated(`${networkOf(address)} ${tried}`)) return;
      await byAddress.penalty(networkOf(address), 1);
      await ofAll.penalty(everybody, 1);
    },
  };
}

/** One household or server has a whole /64 of IPv6. */
function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const first = head === '' ? [] : head.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - tail.split(':').length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...(tail ?? '').split(':')];
  return groups.slice(0, 4).join(':');
}
