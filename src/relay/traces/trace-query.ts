import { traceFields, type TraceFilter } from '../../store/traces.ts';
import type { Traced } from './traced.ts';
import type { TraceRecord } from './trace-record.ts';
import { traceWords } from './trace-words.ts';

/** Which traces to list, and how many at most. */
export interface TraceQuery extends TraceFilter {
  readonly limit: number;
}

/** Ids sort by the time of their making. */
export function newestFirst(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? 1 : -1;
}

/** Told without making the trace readable. */
export function isInTime({ id, receivedAt }: Traced, { before, from, until }: TraceFilter): boolean {
  if (from !== undefined && receivedAt < from) return false;
  if (until !== undefined && receivedAt >= until) return false;
  if (before === undefined) return true;
  return 'at' in before ? receivedAt < before.at : id < before.id;
}

/** Told without making the trace readable. */
export function hasFacts(trace: Traced, filter: TraceFilter): boolean {
  const facts = trace.facts();
  return traceFields.every((field) => filter[field] === undefined || facts[field] === filter[field]);
}

/** `text` is in lower case. */
export function hasText(
  record: TraceRecord,
  { text }: TraceFilter,
  scrub: (text: string) => string,
): boolean {
  return text === undefined || traceWords(record, scrub).includes(text);
}
