import type { TraceRow } from '../../store/traces.ts';
import type { TraceBodies } from './kept-bodies.ts';
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
export function readableTrace(
  trace: Traced,
  scrub: (text: string) => string,
  record: TraceRecord = trace.record(),
): ReadableTrace {
  const json = JSON.stringify(record);
  // Text by text only where there is something to do: in JSON itself a mask could swallow a quote.
  if (json.length <= longestJson && scrub(json) === json) return { record, json };
  const clean = JSON.stringify(record, (_name, value: unknown) =>
    typeof value === 'string' ? scrub(value).slice(0, longestText) : value,
  );
  return { record: parseTrace(clean), json: clean };
}

/** A trace as the table keeps it. */
export function traceRow({ record, json }: ReadableTrace, bodies: TraceBodies | null = null): TraceRow {
  const { id, at, outcome, code, provider, model, route, strategy, client, key } = record;
  // It is scrubbed already.
  const words = traceWords(record, (text) => text);
  const said = bodies === null ? null : JSON.stringify(bodies);
  const fields = { outcome, code, provider, model, route, strategy, client, key };
  return { id, at: Date.parse(at), ...fields, words, json, bodies: said };
}

/** What this version or an earlier one wrote, which knew of no clients. */
export function parseTrace(json: string): TraceRecord {
  const record = JSON.parse(json) as Omit<TraceRecord, 'client'> & Partial<TraceRecord>;
  return { ...record, client: record.client ?? null };
}

export function parseBodies(json: string | null): TraceBodies | null {
  return json === null ? null : (JSON.parse(json) as TraceBodies);
}
