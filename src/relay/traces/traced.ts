import type { traceFields } from '../../store/traces.ts';
import type { KeptBodies } from './kept-bodies.ts';
import type { TraceRecord } from './trace-record.ts';

/** The fields of a record that a filter compares. */
export type TraceFacts = Pick<TraceRecord, (typeof traceFields)[number]>;

/** A request as the relay remembers it: cheap to keep, made readable only when somebody looks. */
export interface Traced {
  /** Sorts by the time of its making. */
  readonly id: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** Nothing but one attempt that served. */
  readonly isPlain: boolean;
  /** What was said, if the owner wants it kept and while there is room. */
  bodies?: KeptBodies | null;
  /** What is asked for most, without the rest of the record. */
  facts(): TraceFacts;
  record(): TraceRecord;
}
