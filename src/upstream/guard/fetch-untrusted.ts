import { Client } from 'undici';
import { FetchRefused } from './fetch-refused.ts';
import { AddressRefused, type Guard } from './guard.ts';
import { readCapped } from './read-capped.ts';

/** A file at an address that somebody else named: a client's picture, what a provider's answer points to, a card. */
export interface UntrustedFile {
  readonly url: string;
  /** Of the whole body. */
  readonly maxBytes: number;
  /** Media types such as `image/png`, or `image/*`. */
  readonly types: readonly string[];
  /** For all of it, redirects included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /**
   * Where the provider answers that named this file: what lies at the same origin is as trusted as the provider itself.
   * Only for addresses out of an answer, never for a client's.
   */
  readonly namedBy?: string;
}

export interface FetchedFile {
  readonly bytes: Buffer;
  /** Lower case, without parameters. */
  readonly type: string;
}

/** @throws FetchRefused; the signal's own reason when it is aborted */
export type FetchUntrusted = (file: UntrustedFile) => Promise<FetchedFile>;

export interface FetchUntrustedParts {
  readonly guard: Guard;
  readonly trusts: (origin: string) => boolean;
}

const mostRedirects = 4;

/**
 * GETs what may be anywhere: every address, also that of each redirect, is checked by what its name leads to, and the
 * connection goes to the address that was checked. No cookies, no keys, no connection kept.
 */
export function createFetchUntrusted({ guard, trusts }: FetchUntrustedParts): FetchUntrusted {
  return async (file) => {
    const limit = AbortSignal.timeout(file.timeoutMs);
    const signal = file.signal === undefined ? limit : AbortSignal.any([limit, file.signal]);
    try {
      let url = checked(file, file.url);
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        const got = await visit(file, url, signal);
        if (!(got instanceof URL)) return got;
        if (url.protocol === 'https:' && got.protocol !== 'https:')
          throw new FetchRefused('redirect', 'The file is moved from https to http, which is not followed.');
        url = checked(file, got.href);
      }
      throw new FetchRefused('redirect', `The file is moved more than ${mostRedirects} times.`);
    } catch (error) {
      if (limit.aborted) throw new FetchRefused('time', `The file did not come within ${file.timeoutMs} ms.`);
      if (file.signal?.aborted === true) throw file.signal.reason;
      throw inWords(error);
    }
  };

  function isTrusted({ namedBy }: UntrustedFile, url: URL): boolean {
    return namedBy !== undefined && trusts(url.origin) && new URL(namedBy).origin === url.origin;
  }

  function checked(file: UntrustedFile, address: string): URL {
    const isKnown = URL.canParse(address) && isTrusted(file, new URL(address));
    return isKnown ? new URL(address) : guard.check(address);
  }

  /** The file, or where it is said to be instead. */
  async function visit(file: UntrustedFile, url: URL, signal: AbortSignal): Promise<FetchedFile | URL> {
    const lookup = isTrusted(file, url) ? {} : { lookup: guard.lookup };
    const client = new Client(url.origin, {
      connect: { timeout: file.timeoutMs, ...lookup },
      headersTimeout: file.timeoutMs,
      bodyTimeout: file.timeoutMs,
      maxHeaderSize: 16_384,
    });
    try {
      const answer = await client.request({
        path: url.pathname + url.search,
        method: 'GET',
        headers: { accept: file.types.join(', '), 'accept-encoding': 'identity', 'user-agent': 'noria' },
        signal,
      });
      const { location } = answer.headers;
      if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string')
        return target(location, url);
      if (answer.statusCode !== 200)
        throw new FetchRefused('status', `The file's server answered ${answer.statusCode}.`);
      const type = typeOf(answer.headers['content-type'], file.types);
      return { type, bytes: await readCapped(answer, file.maxBytes) };
    } finally {
      void client.destroy().catch(() => undefined);
    }
  }
}

function target(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href))
    throw new FetchRefused('redirect', 'The file is moved to no address.');
  return new URL(location, from);
}

function typeOf(header: string | string[] | undefined, wanted: readonly string[]): string {
  const type = String(header ?? '')
    .replace(/[;,].*$/s, '')
    .trim()
    .toLowerCase();
  const fits = wanted.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one));
  if (fits) return type;
  const named = type === '' ? 'of no named type' : type.slice(0, 60);
  throw new FetchRefused('type', `The file is ${named}; allowed: ${wanted.join(', ')}.`);
}

function inWords(error: unknown): FetchRefused {
  if (error instanceof FetchRefused) return error;
  const refused = error instanceof AddressRefused ? error : null;
  if (refused !== null)
    return new FetchRefused('address', `The address of the file ${refused.message}.`, { cause: error });
  return new FetchRefused('network', 'The file cannot be fetched: its server does not answer.', {
    cause: error,
  });
}
