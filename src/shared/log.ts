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
  /**
   * A line at `info` for what happens thousands of times a second: `fields` as JSON already, from `asFields` and numbers,
   * and a message made of words that passed through `clean`. Nothing is scrubbed any more.
   */
  quick(fields: string, message: string): void;
  /** `"provider":"groq","ms":12` for `quick`, secrets hidden. */
  asFields(fields: LogFields): string;
  /** The text without secrets, as they are known now. */
  clean(text: string): string;
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
  const destination = options.destination ?? standardOutput();
  const time = isoTime();
  const logger = pino(
    {
      level,
      base: null,
      timestamp: time,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => scrubber.scrub(finish(line)) },
    },
    destination,
  );
  const clean = (text: string): string => scrubber.scrub(text);
  const write = (fields: string, message: string): void => {
    const rest = fields === '' ? '' : `,${fields}`;
    const line = `{"level":"info"${time()}${rest},"msg":${quoted(message)}}\n`;
    destination.write(format === 'pretty' ? formatPrettyLine(line, colour) : line);
  };
  return toLog(logger, { clean, write });
}

/** What Noria's own lines need beside pino. */
interface QuickParts {
  readonly clean: (text: string) => string;
  readonly write: (fields: string, message: string) => void;
}

/** As JSON; most messages need no escaping, and looking is cheaper than writing them anew. */
function quoted(message: string): string {
  return needsEscape.test(message) ? JSON.stringify(message) : `"${message}"`;
}

// oxlint-disable-next-line no-control-regex
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

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

/** Flushed at exit, whatever the way out. One for all who write there: the lines of two writers would mix. */
export function standardOutput(): LogDestination {
  const writer = createBatchWriter(1);
  process.on('exit', () => writer.flush());
  return writer;
}

function asItIs(line: string): string {
  return line;
}

function toLog(logger: Logger, { clean, write }: QuickParts): Log {
  const asFields = (fields: LogFields): string => clean(JSON.stringify(fields)).slice(1, -1);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => {
      const own = asFields(fields);
      const writeOwn = (more: string, message: string): void =>
        write([own, more].filter((some) => some !== '').join(','), message);
      return toLog(logger.child(fields), { clean, write: writeOwn });
    },
    quick: logger.isLevelEnabled('info') ? write : () => undefined,
    asFields,
    clean,
  };
}
