import type { TraceRow } from '../../store/traces.ts';
import type { TraceRecord } from './trace-record.ts';
import { traceWords } from './trace-words.ts';
import type { Traced } from './traced.ts';

/** A trace made readable, and the same as JSON. */
export interface ReadableTrace {
  readonly record: TraceRecord;
  readonly json: string;
}

/** A text of a client may be as long as its body. */
const longestText = 2_000;
const longestJson = 30_000;

/** Without the secrets that `scrub` finds in any of its texts. */
export function readableTrace(trace: Traced, scrub: (text: string) => string): ReadableTrace {
  const record = trace.record();
  const json = JSON.stringify(record);
  // Text by text only where there is something to do: in JSON itself a mask could swallow a quote.
  if (json.length <= longestJson && scrub(json) === json) return { record, json };
  const clean = JSON.stringify(record, (_name, value: unknown) =>
    typeof value === 'string' ? scrub(value).slice(0, longestText) : value,
  );
  return { record: parseTrace(clean), json: clean };
}

/** A trace as the table keeps it. */
export function traceRow({ record, json }: ReadableTrace): TraceRow {
  const { id, at, outcome, code, provider, model } = record;
  return { id, at: Date.parse(at), outcome, code, provider, model, words: traceWords(record), json };
}

/** What this version or an earlier one wrote. */
export function parseTrace(json: string): TraceRecord {
  return JSON.parse(json) as TraceRecord;
}
