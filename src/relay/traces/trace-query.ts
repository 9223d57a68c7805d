import type { TraceFilter } from '../../store/traces.ts';
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
export function isBefore({ id, receivedAt }: Traced, before: TraceFilter['before']): boolean {
  if (before === undefined) return true;
  return 'at' in before ? receivedAt < before.at : id < before.id;
}

/** The same as the table's conditions; `text` is in lower case. */
export function isWanted(record: TraceRecord, filter: TraceFilter): boolean {
  const { outcome, code, provider, model, text } = filter;
  return (
    isAs(record.outcome, outcome) &&
    isAs(record.code, code) &&
    isAs(record.provider, provider) &&
    isAs(record.model, model) &&
    (text === undefined || traceWords(record).includes(text))
  );
}

function isAs(value: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
