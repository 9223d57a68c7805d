import { pino, type Logger } from 'pino';
import { createBatchWriter } from './batch-writer.ts';
import { formatPrettyLine } from './pretty-line.ts';
import type { Scrubber } from './scrub.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
export type LogFormat = 'pretty' | 'json';
export type LogFields = Readonly<Record<string, unknown>>;

/** An error goes into the field `err`, with its causes and stack. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A log that adds these fields to each line. */
  child(fields: LogFields): Log;
}

export interface LogDestination {
  write(line: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Every line passes through it before it leaves. */
  readonly scrubber: Scrubber;
  /** Colours and a dim time before each pretty line. */
  readonly colour?: boolean;
  /** Default: standard output, written in batches beside the requests and flushed at exit. */
  readonly destination?: LogDestination;
}

/** JSON lines for machines or plain lines for people. A reader that went away (EPIPE) ends the log, not the process. */
export function createLog(options: LogOptions): Log {
  const { level, format, scrubber, colour = false } = options;
  const finish = format === 'pretty' ? (line: string): string => formatPrettyLine(line, colour) : asItIs;
  const logger = pino(
    {
      level,
      base: null,
      timestamp: isoTime(),
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => scrubber.scrub(finish(line)) },
    },
    options.destination ?? standardOutput(),
  );
  return toLog(logger);
}

/** The time as pino wants it; made once for all lines of a millisecond. */
function isoTime(): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      text = `,"time":"${new Date(now).toISOString()}"`;
    }
    return text;
  };
}

/** Flushed at exit, whatever the way out. */
function standardOutput(): LogDestination {
  const writer = createBatchWriter(1);
  process.on('exit', () => writer.flush());
  return writer;
}

function asItIs(line: string): string {
  return line;
}

function toLog(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => toLog(logger.child(fields)),
  };
}
