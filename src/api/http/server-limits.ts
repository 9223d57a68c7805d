import type { ServerOptions } from 'node:http';
import { keepAliveMs } from './keep-alive.ts';

/**
 * What a connection may take before its request is whole; an answer may take as long as it likes. Who sends slowly, or
 * nothing, is cut off with a 408 (https://nodejs.org/api/http.html#serverheaderstimeout).
 */
export const serverLimits = {
  keepAliveTimeout: keepAliveMs,
  headersTimeout: 20_000,
  /** A body of 10 MB in that time is 33 kB a second. */
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
} as const satisfies ServerOptions;
