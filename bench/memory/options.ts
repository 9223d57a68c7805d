import { positive, readFlags, UsageError, wholeNumber } from '../usage.ts';

export interface MemoryOptions {
  /** Streams that are open at a time; 0 = none. */
  readonly streams: number;
  /** Seconds for which they are held. */
  readonly hold: number;
  /** Requests in a row; 0 = none. */
  readonly requests: number;
  /** Requests between two looks at the memory. */
  readonly every: number;
}

/** Connections from one address of the loopback to one port: what systems have ports for. */
const mostStreams = 28_000;

/** @throws UsageError that names the wrong flag and what is allowed */
export function parseMemoryOptions(args: string[]): MemoryOptions {
  const values = readFlags(args, {
    streams: { type: 'string', default: '10000' },
    hold: { type: 'string', default: '15' },
    requests: { type: 'string', default: '200000' },
    every: { type: 'string', default: '50000' },
  });
  const streams = wholeNumber('streams', values.streams, 0);
  if (streams > mostStreams)
    throw new UsageError(`--streams is ${streams}; one address has ports for ${mostStreams}`);
  return {
    streams,
    hold: positive('hold', values.hold),
    requests: wholeNumber('requests', values.requests, 0),
    every: wholeNumber('every', values.every),
  };
}

/** Open files beside the connections: tables, logs, the program itself. */
const besides = 200;

/** Files that Noria has open for so many streams: the client's connection and the provider's. */
export function filesFor(streams: number): number {
  return 2 * streams + besides;
}

/** As many of the streams as a process may hold that has so many files. */
export function streamsWithin(files: number, streams: number): number {
  return Math.min(streams, Math.floor((files - besides) / 2));
}
